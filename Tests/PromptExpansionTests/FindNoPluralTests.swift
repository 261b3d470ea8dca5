import PromptSource
import PromptSyntax
import Testing

@testable import PromptExpansion

@Suite struct FindNoPluralTests {
  private func messages(_ concept: String) -> [String] {
    let file = SourceFile(path: "a.prompts", text: "edition 1\nset s\nclass 0 a = \(concept)\n")
    let (document, diagnostics) = parse(file)
    #expect(diagnostics.isEmpty, "\(concept)")
    return document.classes.flatMap(\.concepts).compactMap { findNoPlural($0, in: file)?.message }
  }

  @Test(arguments: [
    "person(people)", "person(persons)", "cow(cattle)", "child(children)", "die(dice)", "ox(oxen)",
    "goose(geese)", "forefoot(forefeet)", "eyetooth(eyeteeth)", "tomcat(tomcats)",
    "brother(brethren)",
    "penny(pence)", "genus(genera)", "corpus(corpora)", "criterion(criteria)", "index(indices)",
    "matrix(matrices)", "vertex(vertices)", "cactus(cacti)", "cactus(cactuses)", "leaf(leafs)",
    "sheep(sheep)", "SUV(SUVs)", "passer-by(passers-by)", "brother-in-law(brothers-in-law)",
    "man-of-war(men-of-war)", "attorney general(attorneys general)", "bale of hay(bales of hay)",
    "tomato leaf(tomato leaves)", "leaf with spots(leaves with spots)", "24/7 shop(24/7 shops)",
    "person on a bicycle(people on bicycles)", "woman driver(women drivers)", "Tree(Trees)",
    "police officer(police officers)", "police officer(police)", "sheep(flock of sheep)",
    "cow(herd of cows)", "Baum(Bäume)", "Hand(Hände)", "cheval(chevaux)", "uovo(uova)", "道路(道路們)",
    "tree(s)", "tree", "bushes!pl",
  ])
  func pluralsOfEveryKindAreLeftAlone(_ concept: String) {
    #expect(messages(concept) == [])
  }

  @Test(arguments: [
    ("tomato leaf(leaves)", "`leaves` is the plural of `leaf` alone"),
    ("leaf with spots(leaves)", "`leaves` is the plural of `leaf` alone"),
    ("double-decker bus(buses)", "`buses` is the plural of `bus` alone"),
    (
      "garbage truck driver(truck drivers)", "`truck drivers` is the plural of `truck driver` alone"
    ),
    ("trees(tree)", "`tree` is the singular of `trees`"),
    ("people(person)", "`person` is the singular of `people`"),
    ("pipe(heating)", "`heating` is not the plural of `pipe`"),
    ("crane(construction)", "`construction` is not the plural of `crane`"),
    ("person(crowd)", "`crowd` is not the plural of `person`"),
    ("steel(metal)", "`metal` is not the plural of `steel`"),
    ("worker(man/men)", "`man/men` is not the plural of `worker`"),
  ])
  func otherTextInParenthesesIsFound(_ concept: String, _ message: String) {
    #expect(messages(concept) == [message])
  }

  @Test(arguments: [
    ("greenTomato", "green tomato"), ("trafficLight", "traffic light"),
    ("TrafficLight", "traffic light"), ("small greenTomato", "small green tomato"),
  ])
  func namesOfProgramsAreSpoken(_ name: String, _ words: String) {
    #expect(spoken(name) == words)
  }

  @Test(arguments: [
    "tomato", "Tomato", "iPhone", "LiDAR sensor", "YouTube", "McDonald", "GoPro", "macOS", "eBay",
    "PlayStation console", "SUV", "T-junction", "DHL", "", "é", "caféBar", "WhatsApp", "GitHub",
  ])
  func namesOfOtherThingsAreNot(_ name: String) {
    #expect(spoken(name) == nil)
  }
}
