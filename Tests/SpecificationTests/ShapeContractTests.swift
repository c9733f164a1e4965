import Diagnostics
import Schema
import Testing

@testable import Specification

/// A place in a shape that a scalar rule holds for, and how to make a spec with a value there.
private struct Site: Sendable {
  let path: String
  let rule: Rule
  /// Whether another rule of the same place may take what this one refuses.
  let rivals: [Rule]
  let build: @Sendable (Literal) -> Literal
}

private func example(_ rule: Rule) -> Literal {
  let candidates: [Literal] =
    rule.options.map { .string($0.name) } + [1, 2, 100, 0.5, true, "x", ","]
  guard let example = candidates.first(where: rule.isFollowed) else {
    fatalError("no example of \(rule.text)")
  }
  return example
}

/// The least value of a shape that is right.
private func example(_ shape: Shape) -> Literal {
  switch shape {
  case .scalar(let rule): return example(rule)
  case .list(let element, let least): return .list((0..<least).map { _ in example(element) })
  case .mapping(let fields):
    return .mapping(
      fields.compactMap { field in
        guard case .required = field.fallback else { return nil }
        return Literal.Entry(field.name, example(field.shape))
      })
  case .dictionary: return .mapping([])
  case .choice(let tag, let variants):
    return with(tag, .string(variants[0].name), in: example(.mapping(variants[0].fields)))
  case .keyed(let variants):
    return .mapping([
      Literal.Entry(variants[0].name, variants[0].body.map(example) ?? .null)
    ])
  case .anyOf(let shapes): return example(shapes[0])
  }
}

private func with(_ key: String, _ value: Literal, in mapping: Literal) -> Literal {
  guard case .mapping(let entries) = mapping else { return mapping }
  return .mapping(entries.filter { $0.key != key } + [Literal.Entry(key, value)])
}

private func sites(_ shape: Shape, at path: String, rivals: [Rule] = []) -> [Site] {
  switch shape {
  case .scalar(let rule):
    return [Site(path: path, rule: rule, rivals: rivals) { $0 }]
  case .list(let element, let least):
    return sites(element, at: path + "[0]").map { site in
      Site(path: site.path, rule: site.rule, rivals: site.rivals) { value in
        .list([site.build(value)] + (0..<max(0, least - 1)).map { _ in example(element) })
      }
    }
  case .mapping(let fields):
    return fields.flatMap { field in
      sites(field.shape, at: Path.key(field.name, in: path)).map { site in
        Site(path: site.path, rule: site.rule, rivals: site.rivals) { value in
          with(field.name, site.build(value), in: example(shape))
        }
      }
    }
  case .dictionary(let key, let value):
    guard case .string(let name) = example(key.options.isEmpty ? Rule.text : key) else { return [] }
    return sites(value, at: Path.key(name, in: path)).map { site in
      Site(path: site.path, rule: site.rule, rivals: site.rivals) {
        .mapping([Literal.Entry(name, site.build($0))])
      }
    }
  case .choice(let tag, let variants):
    return variants.flatMap { variant in
      sites(.mapping(variant.fields), at: path).map { site in
        Site(path: site.path, rule: site.rule, rivals: site.rivals) {
          with(tag, .string(variant.name), in: site.build($0))
        }
      }
    }
  case .keyed(let variants):
    return variants.flatMap { variant in
      guard let body = variant.body else { return [Site]() }
      return sites(body, at: Path.key(variant.name, in: path)).map { site in
        Site(path: site.path, rule: site.rule, rivals: site.rivals) {
          .mapping([Literal.Entry(variant.name, site.build($0))])
        }
      }
    }
  case .anyOf(let shapes):
    let rules = shapes.compactMap { shape -> Rule? in
      if case .scalar(let rule) = shape { rule } else { nil }
    }
    return shapes.flatMap { sites($0, at: path, rivals: rules) }
  }
}

/// Keys that a spec may say in two ways are reported by the long one.
private func shownPath(_ path: String) -> String {
  path == "training.learning_rate" ? "training.optimizer.learning_rate" : path
}

private let allSites = sites(sampleShape.root, at: "")

@Test func theContractReachesEveryRule() {
  #expect(allSites.count > 90)
  #expect(Set(allSites.map(\.path)).isSuperset(of: ["spec", "data.source", "training.seed"]))
}

@Test func everyCounterexampleIsReportedAtItsPlace() {
  var count = 0
  for site in allSites {
    for bad in site.rule.counterexamples {
      let isRivals = site.rivals.contains { $0.isFollowed(by: bad) }
      guard !isRivals else { continue }
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
