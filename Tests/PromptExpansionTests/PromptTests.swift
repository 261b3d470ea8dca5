import PromptExpansion
import PromptModel
import Testing

@Suite struct PromptTests {
  @Test func promptsAreInOrderOfOwnerConceptAndTemplate() throws {
    let (expansion, _) = try expand(
      """
      edition 1
      set s
      templates default { "{}" "a photo of {a}." }
      templates people { "{there} in the street." }
      ood caravan = caravan
      class 0 road = road(s), grass
      class 1 person = heir(s) with people
      """)
    let prompts = expansion.prompts()
    #expect(
      prompts.map(\.text) == [
        "road", "a photo of a road.", "roads", "a photo of roads.", "grass", "a photo of grass.",
        "There is an heir in the street.", "There are heirs in the street.",
        "caravan", "a photo of a caravan.",
      ])
    #expect(
      prompts[3] == Prompt(text: "a photo of roads.", owner: .class(0), concept: 1, template: 1))
    #expect(prompts[8] == Prompt(text: "caravan", owner: .ood(0), concept: 0, template: 0))
    for prompt in prompts {
      let concept = expansion.concepts(of: prompt.owner)[prompt.concept]
      let template = expansion.templates(of: prompt.owner).templates[prompt.template]
      #expect(render(template, with: concept) == prompt.text)
    }
  }

  @Test func publishedTemplatesReproduceExactly() throws {
    let (expansion, _) = try expand(
      """
      edition 1
      set s
      templates default { "a photo of a {}." "{{}} {}" "a {} in a {}" }
      class 0 tree = trees!pl
      """)
    #expect(
      expansion.prompts().map(\.text) == ["a photo of a trees.", "{} trees", "a trees in a trees"])
  }

  @Test func thereIsCapitalWhereASentenceBegins() throws {
    let (expansion, _) = try expand(
      """
      edition 1
      set s
      templates default { "{there}" "Look! {there}." "I see that {there}." }
      class 0 tree = the tree
      """)
    #expect(
      expansion.prompts().map(\.text)
        == ["There is the tree", "Look! There is the tree.", "I see that there is the tree."])
  }
}
