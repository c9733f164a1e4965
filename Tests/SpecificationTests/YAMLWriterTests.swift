import Schema
import Testing

@testable import Specification

/// What is written reads back as the same value.
private func readBack(_ text: String) -> Literal? {
  let yaml = YAMLText(SourceText(spec: text, file: "f"), text: text)
  #expect(yaml.problems.isEmpty, "\(text)")
  return yaml.root?.literal
}

@Test func writesScalarsAsTheyRead() {
  let words = [
    "x", "", " ", "a b", "a ", "1", "1e-3", "true", "no", "null", "~", "- a", "a: b", "a #b", "#a",
    "[a]", "{", "*x", "&x", "!x", "|", ">", "'", "\"", "\\", "a\nb", "\t", "é", "日本", "🙂", "a,b",
    ">50K", "?", "%", "@x", "`", "\u{85}", "\u{2028}", "\u{FEFF}", "0x1F", ".inf", "-", "=", "a]",
    "\u{7F}", "\u{A0}", "y", "2024-03-01",
  ]
  for word in words {
    let literal = Literal.list([.string(word), .mapping([.init(word, .string(word))])])
    #expect(readBack(YAMLWriter.inline(literal)) == literal, "\(word)")
  }
}

@Test func writesNumbersInTheFewestDigits() {
  #expect(YAMLWriter.inline([0.1, 1e-3, 1e300, 2, -0.5]) == "[0.1, 0.001, 1e+300, 2, -0.5]")
  #expect(YAMLWriter.inline([.number(.nan), .number(-.infinity)]) == "[.nan, -.inf]")
}

@Test func writesADocumentOneKeyALine() {
  let text = YAMLWriter.document([
    "spec": 1, "goals": [], "model": ["kind": "mlp", "hidden": [64]],
  ])
  #expect(text == "spec: 1\ngoals: []\nmodel:\n  kind: mlp\n  hidden: [64]\n")
}

@Test func readsBackWhatItWritesOfAnything() {
  for seed in UInt64(1)...200 {
    var random = TestRandom(seed: seed)
    let literal = random.literal(depth: 4)
    #expect(readBack(YAMLWriter.document(literal)) == literal, "seed \(seed)")
  }
}
