import PromptExpansion
import Testing

@Suite struct ArticleTests {
  @Test func articlesFollowTheSound() throws {
    let rows = try PluralTests.rows("articles.tsv")
    #expect(rows.count >= 120)
    for row in rows {
      #expect(article(for: row[0]) == (row.count > 1 ? row[1] : nil), "\(row[0])")
    }
  }

  @Test func onlySingularsTakeOne() throws {
    let (expansion, _) = try expand(
      "edition 1\nset s\nclass 0 x = tree(s), snow, sheep!pl, the sky, hour\n")
    #expect(
      expansion.classConcepts[0].map(\.withArticle)
        == ["a tree", "trees", "snow", "sheep", "the sky", "an hour"])
  }
}
