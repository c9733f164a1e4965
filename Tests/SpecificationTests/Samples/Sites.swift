import Schema

@testable import Specification

/// A place in a shape that a scalar rule holds for, and how to make a spec with a value there.
struct Site: Sendable {
  let path: String
  let rule: Rule
  /// Whether another rule of the same place may take what this one refuses.
  let alternatives: [Rule]
  let build: @Sendable (Literal) -> Literal
}

func example(_ rule: Rule) -> Literal {
  let candidates: [Literal] =
    rule.options.map { .string($0.name) } + [1, 2, 100, 0.5, true, "x", ",", "%Y-%m-%d"]
  guard let example = candidates.first(where: rule.isFollowed) else {
    fatalError("no example of \(rule.text)")
  }
  return example
}

/// The least value of a shape that is right.
func example(_ shape: Shape) -> Literal {
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

func with(_ key: String, _ value: Literal, in mapping: Literal) -> Literal {
  guard case .mapping(let entries) = mapping else { return mapping }
  return .mapping(entries.filter { $0.key != key } + [Literal.Entry(key, value)])
}

func sites(_ shape: Shape, at path: String, alternatives: [Rule] = []) -> [Site] {
  switch shape {
  case .scalar(let rule):
    return [Site(path: path, rule: rule, alternatives: alternatives) { $0 }]
  case .list(let element, let least):
    return sites(element, at: path + "[0]").map { site in
      Site(path: site.path, rule: site.rule, alternatives: site.alternatives) { value in
        .list([site.build(value)] + (0..<max(0, least - 1)).map { _ in example(element) })
      }
    }
  case .mapping(let fields):
    return fields.flatMap { field in
      sites(field.shape, at: Path.key(field.name, in: path)).map { site in
        Site(path: site.path, rule: site.rule, alternatives: site.alternatives) { value in
          with(field.name, site.build(value), in: example(shape))
        }
      }
    }
  case .dictionary(let key, let value):
    guard case .string(let name) = example(key.options.isEmpty ? Rule.text : key) else { return [] }
    return sites(value, at: Path.key(name, in: path)).map { site in
      Site(path: site.path, rule: site.rule, alternatives: site.alternatives) {
        .mapping([Literal.Entry(name, site.build($0))])
      }
    }
  case .choice(let tag, let variants):
    return variants.flatMap { variant in
      sites(.mapping(variant.fields), at: path).map { site in
        Site(path: site.path, rule: site.rule, alternatives: site.alternatives) {
          with(tag, .string(variant.name), in: site.build($0))
        }
      }
    }
  case .keyed(let variants):
    return variants.flatMap { variant in
      guard let body = variant.body else { return [Site]() }
      return sites(body, at: Path.key(variant.name, in: path)).map { site in
        Site(path: site.path, rule: site.rule, alternatives: site.alternatives) {
          .mapping([Literal.Entry(variant.name, site.build($0))])
        }
      }
    }
  case .anyOf(let shapes):
    let rules = shapes.compactMap { shape -> Rule? in
      if case .scalar(let rule) = shape { rule } else { nil }
    }
    return shapes.flatMap { sites($0, at: path, alternatives: rules) }
  }
}

/// Every place of the sample shape.
let allSites = sites(sampleShape.root, at: "")
