import Specification
import Testing

@testable import Experiments
@testable import Schema

/// The settings that code names are settings of the spec.
@Suite struct NamedSettingTests {
  @Test(arguments: SettingPath.named)
  func isASettingOfTheSpec(path: SettingPath) {
    #expect(experimentShape.root.contains(path.keys[...]))
    #expect(!experimentShape.root.contains((path.keys.dropLast() + [path.key + "s"])[...]))
  }
}

extension Shape {
  /// Whether some form of the spec has a setting there.
  fileprivate func contains(_ keys: ArraySlice<String>) -> Bool {
    guard let key = keys.first else { return true }
    let rest = keys.dropFirst()
    return switch self {
    case .scalar, .list, .dictionary: false
    case .mapping(let fields):
      fields.contains { $0.name == key && $0.shape.contains(rest) }
    case .choice(let tag, let variants):
      key == tag && rest.isEmpty || variants.contains { $0.body?.contains(keys) == true }
    case .keyed(let variants):
      variants.contains { $0.name == key && $0.body?.contains(rest) != false }
    case .anyOf(let shapes): shapes.contains { $0.contains(keys) }
    }
  }
}
