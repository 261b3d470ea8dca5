/// The synset that a class's phrase means, or nil where nothing decides.
///
/// The first sense is the wrong one for half of what scenes are made of (`van` is the avant-garde, `trailer`
/// a dawdler), so senses are pinned in ``pinnedSenses``; a phrase with one sense among things, living beings
/// and materials needs no pin.
func pinnedSense(of phrase: String, in wordNet: WordNet) -> Int? {
  let senses = wordNet.senses(of: phrase)
  if let pinned = pinnedSenses[phrase.lowercased()] {
    return senses.indices.contains(pinned - 1) ? senses[pinned - 1] : nil
  }
  let visible = senses.filter { offset in
    guard let synset = wordNet.synset(offset) else { return false }
    return visibleFiles.contains(synset.lexicographer) && !synset.isInstance
  }
  return visible.count == 1 ? visible[0] : nil
}

/// The lexicographers' files of what can be seen: animals, artifacts, food, objects, persons, plants,
/// substances.
let visibleFiles: Set<Int> = [5, 6, 13, 17, 18, 20, 27]

/// The sense number, in WordNet 3.0, of words with several visible senses, as scenes mean them.
private let pinnedSenses: [String: Int] = {
  var pins: [String: Int] = [:]
  for pin in pinnedWords.split(whereSeparator: \.isWhitespace) {
    let fields = pin.split(separator: "=")
    if fields.count == 2 { pins[String(fields[0]).replacing("-", with: " ")] = Int(fields[1]) }
  }
  return pins
}()

private let pinnedWords = """
  apple=1 bag=1 ball=1 ballast=2 banner=1 barrel=2 barrier=1 basket=1 bather=1 bear=1 bed=1 bench=1
  bike=2 bird=1 blanket=1 blind=3 boat=1 book=2 booth=4 bottle=1 bowl=1 box=1 branch=2 bridge=1
  bull=1 buoy=1 bus=1 cabin=2 cabinet=1 calf=1 camper=2 canal=3 canopy=3 car=1 caravan=2 carpet=1
  cat=1 chair=1 child=1 closet=1 coach=5 column=6 computer=1 couch=1 counter=1 cow=1 cradle=1 crib=1
  crop=2 cup=1 curb=1 curtain=1 cushion=3 dish=1 dishwasher=1 dog=1 door=1 dresser=1 duck=1
  excavator=2 fence=1 flag=1 flagpole=2 float=6 floor=1 flower=1 fork=1 fountain=1 fruit=1 garage=1
  gate=1 glass=2 grass=1 hill=1 horse=1 house=1 hut=2 hydrant=2 jet=1 kite=3 knife=1 lake=1 lamb=1
  lamp=2 light=2 log=1 lorry=2 man=1 monitor=5 mouse=1 mug=4 net=6 ottoman=3 paper=1 path=2
  pavement=1 picture=2 pier=1 pillar=4 plant=2 plate=4 platform=1 pole=1 pony=5 post=4 pot=4 puppy=1
  person=1 purse=1 rail=3 railing=1 railroad=2 railway=2 rider=3 rock=1 roof=1 runway=4 screen=4 seat=3
  sedan=1 sheep=1 shelf=1 shop=1 shore=1 sink=1 sleeper=4 soil=2 spoon=1 steps=1 stone=1 stool=1
  stove=1 street=1 swimmer=2 table=2 tank=2 television=3 tent=1 toilet=2 tower=1 trail=2 trailer=3
  train=1 tram=3 tree=1 truck=1 tub=1 tunnel=1 van=5 vehicle=1 wall=1 wardrobe=1 washer=3 water=2
  weed=1 window=1 woman=1 wooden-spoon=2 worker=1 writing-desk=2
  """
