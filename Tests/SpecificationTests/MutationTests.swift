import Diagnostics
import Testing

@testable import Specification

/// Whatever is done to a spec, it is read or refused with a message; it never crashes.
private func judge(_ text: String, _ overrides: [String], seed: UInt64) {
  do {
    let specs = try sampleReader.sweep(text: text, path: "f", overrides: overrides)
    for spec in specs.prefix(2) { _ = ResolvedListing.json(of: spec) }
  } catch {
    #expect(!error.diagnostics.isEmpty, "seed \(seed)")
    let shown = DiagnosticRenderer().render(error.diagnostics)
    #expect(!shown.isEmpty, "seed \(seed)")
  }
}

@Test func noChangeOfASpecCrashes() {
  let pieces = [
    "\n", " ", "  ", "\t", ":", "-", "[", "]", "{", "}", ",", "'", "\"", "#", "&a ", "*a", "!x ",
    "|",
    ">", "?", "~", "null", "1e-3", ".nan", "no", "\u{0}", "é", "🙂", "---\n", "<<: ", "\r\n",
    "\u{2028}",
  ]
  for seed in UInt64(1)...600 {
    var random = TestRandom(seed: seed)
    var scalars = Array(SampleSpecs.all[Int(seed) % SampleSpecs.all.count].unicodeScalars)
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let index = Int.random(in: 0..<scalars.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: scalars.remove(at: index)
      case 1: scalars.swapAt(index, Int.random(in: 0..<scalars.count, using: &random))
      case 2:
        let end = min(scalars.count, index + Int.random(in: 1...40, using: &random))
        let part = scalars[index..<end]
        scalars.insert(
          contentsOf: part, at: Int.random(in: 0..<scalars.count, using: &random))
      default:
        let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
        scalars.insert(contentsOf: piece.unicodeScalars, at: index)
      }
    }
    judge(String(scalars.map(Character.init)), [], seed: seed)
  }
}

@Test func noChangeOfAnOverrideCrashes() {
  let arguments = [
    "training.learning_rate=1e-2,1e-3", "+goals[0]={metric: accuracy, at_least: 0.5}",
    "~training.epochs", "model=mlp", "data.features.'a b'=drop", "training.l2=logspace(-3,-1,3)",
    "model.hidden=[64, 32]", "training.seed=range(1,4)", "goals.0.slice.sex=Male",
  ]
  let pieces = Array("=.[]{}()'\"\\,:+~@ 019-eé🙂\n\t")
  for seed in UInt64(1)...600 {
    var random = TestRandom(seed: seed)
    let changed = (0..<2).map { _ in
      var text = Array(arguments[Int.random(in: 0..<arguments.count, using: &random)])
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let index = Int.random(in: 0..<text.count, using: &random)
        let piece = pieces[Int.random(in: 0..<pieces.count, using: &random)]
        if Bool.random(using: &random) {
          text[index] = piece
        } else {
          text.insert(piece, at: index)
        }
      }
      return String(text)
    }
    judge(SampleSpecs.full, changed, seed: seed)
  }
}
