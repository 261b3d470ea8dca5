/// Nouns that no rule can know, chosen by hand for what cameras see. `_` stands for a space.
///
/// The last word of a phrase is looked up too, so that `metal` covers `scrap metal`.
enum NounLists {
  /// Without a plural in a caption: "vegetations" is nobody's word.
  static let mass = """
    advertising advice agriculture aluminium aluminum apparel aquaculture armor armour artwork
    asphalt bacon baggage ballast barbed_wire barley barren basalt bedding beef bindweed biomass
    bitumen blood bracken brass brickwork broccoli brushwood bubble_wrap bunting butter cabling
    camouflage cardboard carpeting celery cellophane cement chaff chalk charcoal chinaware
    cladding clay clothing clutter coal compost concrete conditioning confetti congestion
    contamination cooking cookware copper cordage corn corrosion cotton crockery cutlery cycling
    darkness data daylight debris decking denim detergent dew diesel dinnerware dirt drapery
    driftwood drinking drizzle duckweed ducting dung dust earth earthenware eating electricity
    equipment erosion evidence excrement farming farmland felt fencing fertiliser fertilizer
    fiberglass fibreglass firewood fishing flax flooding flooring flour fluff foam fodder fog
    foliage footage footwear forestry frost furniture garbage garlic gasoline glassware glazing
    gold grass gravel grease greenery grime grit groundwater guano guttering gypsum hail ham
    hardware hay headwear heating hemp herbage homework horticulture housework housing humidity
    ice information insulation ironmongery ironwork ivy jewellery jewelry jute kelp kerosene
    ketchup kitchenware knitwear knotweed knowledge land landscaping latticework laundry lava
    leather lighting limestone linen lint litter livestock loam logistics luck luggage lumber
    machinery magma mail maize manure margarine masonry matting mayonnaise merchandise metal
    metalwork milk milkweed mist moisture moonlight moorland moss mud mulch music mustard netting
    news nylon ooze outerwear oxygen packaging paintwork paneling panelling parking parsley pasta
    paving peat petrol petroleum piping plankton plant_life plaster plasterboard plastic plumbing
    plywood pollen pollution polystyrene polythene pondweed popcorn porcelain pork pottery poultry
    pulp ragweed rainwater rebar refuse research rice roofing rosemary rubber rubbish rubble rust
    rye salt sand sandstone sawdust scaffolding scenery scree scrubland scum seagrass seating
    seawater seaweed sediment sewage sheeting shelving shipping shrubbery signage silage silk silt
    silverware skateboarding skiing slag sleet sludge slurry slush smog smoke snow snowboarding
    software soil soot spaghetti spinach stationery steel steelwork stonework styrofoam sugar
    sunlight sunshine surfing swimming table_tennis tableware tar tarmac tarmacadam terrain
    textile thatch thatching thyme timber tinsel topsoil traffic transport transportation trash
    tubing underbrush undergrowth underwear upholstery varnish vegetation velvet verdigris vinyl
    wastage wastewater water weaponry weather webbing wheat wickerwork wildlife windsurfing wiring
    woodwork wool wreckage yarn zinc
    """

  /// Uncountable in "a photo of wood", countable in "exotic woods": mass when bare, with a plural.
  static let usuallyMass = """
    bamboo beer bread bronze brush canvas cheese chocolate cloth coffee cream crude_oil dough
    fabric foil food fruit fuel fur gas gorse grain granite growth hardwood honey iron juice lead
    marble meat medicine mold mortar mould oil overgrowth paint paper rain rock sandpaper scrub
    shampoo silicone silver sky soap softwood soup steam storage straw stucco tape tea tequila
    tissue toast tobacco tupperware turf vapor vapour vodka wallpaper waste wax whiskey whisky
    wine wood yoghurt yogurt
    """

  /// Plural, though the ending does not say so or there is no singular.
  static let plurals = """
    algae alibis backwoods bacteria badlands barracks bayous bikinis binoculars bleachers blinds
    bonsais boxers breeches britches caribous cattle chilis chillis clergy clippers clothes
    contents coveralls cpus dungarees earnings earphones eaves emus entrails eyeglasses falls
    forceps fungi gallows glasses gnus goggles goods gpus graffiti graffitis groceries gurus
    haikus headphones headquarters jacuzzis jeans jet_skis jodhpurs khakis kiwis knickers larvae
    leftovers leggings loppers media menus minis moorings nippers oats okapis outskirts overalls
    pajamas panties pants people pincers pliers police premises pupae pyjamas rabbis rapids
    remains reredos riches ruins safaris salamis samurais scissors secateurs shallows shears
    shorts skis slacks spectacles stairs sunglasses surroundings sushis suspenders sweatpants
    tapis taxis testes tights tipis tongs trousers tsunamis tutus tweezers underpants undies
    vermin waders water_skis wetlands wikis woods yetis zucchinis
    """

  /// Singular, though they end in a single `s` that is not `us` or `is`, or stand in the irregular
  /// list as another noun's plural (`opera` of `opus`). The suffix rules apply.
  static let singulars = """
    abs agenda alias ananas anus apparatus arras asbestos atlas bias biceps biogas candelabra
    canvas chaos christmas cineraria cola cosmos cutlas cyclops dive ethos eyas fracas gas genus
    gps guilder gurnard insignia iris lei lens luba lumbus madras opera pancreas pathos pharos
    pilea pleura plexiglas quadriceps rhinoceros sassafras signore sos stamina summons teargas
    thermos triceps triceratops vela yes
    """

  /// Where the suffix rules give what people write under pictures, and the irregular list a Latin,
  /// archaic or rare form.
  static let regular = """
    acre-foot agora alkali alto amphora antenna anthrax aorta apex aquarium arboretum archipelago
    ash asylum atrium auditorium aura aurora ax bandeau bandit base beau beef bimbo bongo borax
    bund bureau bus camera campus carcinoma cello chapati chateau cherub chilli chrysalis cicada
    circus cirrus cisterna cloaca colloquium colon coma comic commando concerto cornea corona
    cranium crematorium crescendo crocus cry cyclops delphinium dingo discus diva dogma dogtooth
    drama dryad duo dwarf emporium enema enigma eucalyptus facia fascia fauna femur fibula fistula
    flagstaff flamingo flatfoot flora formula forum fresco gazebo gecko gemsbok genie ghetto
    ginkgo grotto guilder gymnasium halfpenny halter hernia hippopotamus hobo honorarium hydra
    hyrax ibex indigo innuendo insectarium iris isthmus joe kohlrabi krone lacuna larynx lasso lat
    latex leave leonid lingo lira loggia lotus lure lustre macaroni maestro manifesto mantis mark
    mass mausoleum medusa memento milieu monad moratorium museum naiad navajo necropolis no nova
    novella oceanarium octopus omnibus onager palmetto panorama patina pea peccadillo pedalo
    pelvis penis penumbra philodendron piano piazza placebo placenta planetarium plateau platypus
    plaza plectrum podium portico proboscis proviso puli pupa quantum real referendum retina rom
    salmonella salvo sanatorium sanitarium sarcophagus scapula schema seraph serum sol solarium
    sole solo soprano sphinx splayfoot sputum squash stadium sternum stoma stucco stylus swami
    symposium tarantula taxi tempo terminus terrarium testa thorax tibia tiro tobacco torso
    trachea trapezium trauma trousseau tuba turf tyro ultimatum umbra urethra uterus uvula vacuum
    vagina verruca vertex villa virtuoso virus vivarium vortex walrus yogi zero
    """

  /// One form for one and for many.
  static let unchanged = """
    aircraft anime assault_craft bison bourgeois bream carnivorous carp chassis cod contretemps
    corps crossroads deer diabetes elk fish fishing_craft flounder grouse halibut herring
    hovercraft jackanapes landing_craft mackerel manga means measles moose mumps offspring
    patrol_craft phytoplankton plaice pleasure_craft pokemon pokémon rabies reindeer rendezvous
    rescue_craft rolling_stock rotorcraft sailing_craft salmon series sheep smallpox spacecraft
    species squid staff sudoku superficies swine travois trout tuna turquois watercraft whiting
    zooplankton
    """

  /// `singular plural`: preferred to the irregular list, or not in it.
  static let irregular = """
    alga algae,appendix appendices,ataman atamans,axe axes,axis axes,bacterium bacteria,
    banjo banjoes,basis bases,brahman brahmans,brother brothers,buffalo buffaloes,
    burman burmans,bus buses,cactus cacti,caiman caimans,calf calves,cargo cargoes,
    cayman caymans,chaise_longue chaises_longues,child children,corpus corpora,
    court_martial courts_martial,crisis crises,criterion criteria,desman desmans,die dice,
    dodo dodoes,dolman dolmans,domino dominoes,dragoman dragomans,echo echoes,elf elves,
    embargo embargoes,erratum errata,firman firmans,foot feet,forget-me-not forget-me-nots,
    gas gases,genus genera,german germans,good-for-nothing good-for-nothings,goose geese,
    half halves,handkerchief handkerchiefs,hero heroes,hetman hetmans,hoof hooves,human humans,
    index indexes,jack-in-the-box jack-in-the-boxes,jack-o'-lantern jack-o'-lanterns,
    knife knives,larva larvae,leaf leaves,life lives,liman limans,loaf loaves,louse lice,
    low-life low-lives,man men,man-of-war men-of-war,matrix matrices,medium media,
    minibus minibuses,money monies,mongoose mongooses,mosquito mosquitoes,mouse mice,
    ne'er-do-well ne'er-do-wells,nebula nebulae,norman normans,notary_public notaries_public,
    oasis oases,opus opuses,ottoman ottomans,ox oxen,passerby passersby,penny pennies,
    person people,phalanx phalanges,phenomenon phenomena,potato potatoes,pullman pullmans,
    quiz quizzes,roman romans,scarf scarves,self selves,sergeant_major sergeants_major,
    shaman shamans,sheaf sheaves,shelf shelves,stick-in-the-mud stick-in-the-muds,
    stigma stigmata,still_life still_lifes,stratum strata,substratum substrata,
    talisman talismans,thief thieves,tomato tomatoes,tooth teeth,tornado tornadoes,
    torpedo torpedoes,trolleybus trolleybuses,turkoman turkomans,vertebra vertebrae,veto vetoes,
    volcano volcanoes,walkman walkmans,wharf wharves,wife wives,
    will-o'-the-wisp will-o'-the-wisps,wolf wolves,woman women,yes yeses
    """

  /// Labels of data sets that name no thing one could count.
  static let labels = """
    animate background covered diagonal direction_back direction_front dynamic ego_vehicle ignore
    ignored inanimate invalid_class_id misc miscellaneous none nothing on-rails other
    otherfurniture otherprop others otherstructure out_of_roi rail-embedded rail-raised
    rectification_border solid static structural swivel temporary_front unclassified undefined
    unknown unlabeled unlabelled void wheeled_slow zigzag
    """
}
