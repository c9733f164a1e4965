import Diagnostics
import Schema
import Testing

private let mark = Mark(
  location: SourceLocation(file: "a.yaml", line: 2, column: 5),
  excerpt: Excerpt(line: "l2: 0.5", length: 3))

private let settings = Settings(
  Resolved(
    .mapping([
      Resolved.Entry("l2", Resolved(.number(0.5), origin: .spec(mark))),
      Resolved.Entry("clip", Resolved(.null, origin: .fallback)),
    ]), origin: .fallback))

@Test func readsValuesAsTheirTypes() {
  let settings = Settings(defaults: [
    ("rate", 0.1), ("count", 3), ("kind", "adam"), ("shuffle", true), ("hidden", [64, 32]),
    ("split", ["dev": 0.2]),
  ])
  #expect(settings.number("rate") == 0.1)
  #expect(settings.number("count") == 3)
  #expect(settings.integer("count") == 3)
  #expect(settings.string("kind") == "adam")
  #expect(settings.flag("shuffle"))
  #expect(settings.list("hidden").map(\.integer) == [64, 32])
  #expect(settings.nested("split").number("dev") == 0.2)
  #expect(settings.keys == ["rate", "count", "kind", "shuffle", "hidden", "split"])
}

@Test func nothingIsThereForAnAbsentKeyAndForNull() {
  #expect(settings["clip"] == nil)
  #expect(settings.optionalNumber("clip") == nil)
  #expect(settings.optionalNumber("rate") == nil)
  #expect(settings.optionalNested("rate") == nil)
  #expect(settings.list("rate").isEmpty)
}

@Test func aPlaceIsKeptForLaterMessages() throws {
  #expect(settings.mark("clip") == nil)
  let diagnostic = try #require(settings.mark("l2")).diagnostic(id: "x", "too large")
  #expect(diagnostic.location == SourceLocation(file: "a.yaml", line: 2, column: 5))
  #expect(diagnostic.excerpt == Excerpt(line: "l2: 0.5", length: 3))
}

@Test func aValueAndItsLiteralAreTheSame() {
  let literal: Literal = [
    "a": nil, "b": true, "c": 1, "d": 1.5, "e": "x", "f": [1, "y"], "g": ["h": 2],
  ]
  #expect(Resolved(defaults: literal).literal == literal)
}

private struct Member: CatalogEntry {
  let name: String
  let summary = ""
}

@Test func aCatalogFindsItsMembersByName() {
  let catalog = Catalog([Member(name: "sgd"), Member(name: "adam")])
  #expect(catalog.names == ["sgd", "adam"])
  #expect(catalog["adam"]?.name == "adam")
  #expect(catalog["lion"] == nil)
  #expect(catalog.entry("sgd").name == "sgd")
}
