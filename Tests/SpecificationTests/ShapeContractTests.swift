import Diagnostics
import Schema
import Testing

@testable import Specification

/// Keys that a spec may say in two ways are reported by the long one.
private func shownPath(_ path: String) -> String {
  path == "training.learning_rate" ? "training.optimizer.learning_rate" : path
}

@Test func theContractReachesEveryRule() {
  #expect(allSites.count > 90)
  #expect(Set(allSites.map(\.path)).isSuperset(of: ["spec", "data.source", "training.seed"]))
}

@Test func everyCounterexampleIsReportedAtItsPlace() {
  var count = 0
  for site in allSites {
    for bad in site.rule.counterexamples {
      let isAlternative = site.alternatives.contains { $0.isFollowed(by: bad) }
      guard !isAlternative else { continue }
      let text = YAMLWriter.document(site.build(bad))
      let written = LocatedNode(bad, at: .fallback)
      do {
        _ = try sampleReader.read(text: text, path: "f")
        Issue.record("\(site.path) accepts \(written.foundText):\n\(text)")
      } catch {
        let found = error.diagnostics.first {
          $0.message.hasPrefix("\(shownPath(site.path)) must be ")
            && $0.message.contains(site.rule.text)
            && $0.message.hasSuffix("; got \(written.foundText)")
        }
        guard let found, let location = found.location, let excerpt = found.excerpt else {
          Issue.record("\(site.path): \(error.diagnostics.map(\.message))")
          continue
        }
        let rest = String(
          excerpt.line.unicodeScalars.dropFirst(location.column - 1).map(Character.init))
        #expect(rest.hasPrefix(YAMLWriter.scalarText(bad)), "\(site.path): \(rest)")
        count += 1
      }
    }
  }
  #expect(count > 300)
}

@Test func everyExampleIsAccepted() {
  let kinds: Set = ["rule", "wrong-kind", "unknown-key", "missing-key", "dictionary-key"]
  for site in allSites {
    let text = YAMLWriter.document(site.build(example(site.rule)))
    do {
      _ = try sampleReader.read(text: text, path: "f")
    } catch {
      // Rules about several keys may still be broken.
      #expect(error.diagnostics.allSatisfy { !kinds.contains($0.id) }, "\(site.path): \(error)")
    }
  }
}
