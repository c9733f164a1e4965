import Text

/// What happened to a column.
public enum DriftCause: Sendable, Hashable, Encodable {
  /// The cells are those of another column.
  case interchanged(with: String)
  case stuck(at: Double)
  case stuckCategory(String)
  case unit(UnitChange)
  case moreMissing
  case fewerMissing
  case newCategory(String, share: Double)
  case moved(from: Double, to: Double)
  /// Standard deviations, where the mean hardly moved.
  case spread(from: Double, to: Double)
  case shares(String, change: Double)

  /// Whether what delivers the data is broken, rather than what the data are about has changed.
  public var isBroken: Bool {
    switch self {
    case .interchanged, .stuck, .stuckCategory, .unit, .moreMissing, .newCategory: true
    case .fewerMissing, .moved, .spread, .shares: false
    }
  }

  /// How certain it is: the most certain first.
  var rank: Int {
    switch self {
    case .interchanged: 0
    case .stuck, .stuckCategory: 1
    case .unit: 2
    case .moreMissing: 3
    case .newCategory: 4
    case .moved, .spread, .shares: 5
    case .fewerMissing: 6
    }
  }
}

/// A change of unit: the numbers that arrive are factor · number + offset.
public struct UnitChange: Sendable, Hashable, Encodable {
  public let factor: Double
  public let offset: Double
  /// What such a change is known from.
  public let name: String?

  func undone(_ number: Double) -> Double { (number - offset) / factor }

  /// The usual ones and their opposites.
  static let all: [UnitChange] = {
    var changes = [
      UnitChange(factor: 1.8, offset: 32, name: "°C to °F"),
      UnitChange(factor: 1 / 1.8, offset: -32 / 1.8, name: "°F to °C"),
      UnitChange(factor: 1, offset: 273.15, name: "°C to K"),
      UnitChange(factor: 1, offset: -273.15, name: "K to °C"),
      UnitChange(factor: -1, offset: 0, name: "another sign"),
    ]
    for exponent in 1...6 {
      for factor in [pow10(exponent), 1 / pow10(exponent)] {
        changes.append(UnitChange(factor: factor, offset: 0, name: nil))
      }
    }
    for (factor, name) in [
      (12.0, "years and months"), (60, "minutes and seconds"), (24, "days and hours"),
      (3600, "hours and seconds"), (86_400, "days and seconds"), (365.25, "years and days"),
      (2.54, "inches and centimetres"), (0.3048, "feet and metres"),
      (1.609344, "miles and kilometres"), (0.45359237, "pounds and kilograms"),
      (1024, "units of 1024"),
    ] {
      changes.append(UnitChange(factor: factor, offset: 0, name: name))
      changes.append(UnitChange(factor: 1 / factor, offset: 0, name: name))
    }
    return changes
  }()

  private static func pow10(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { value, _ in value * 10 }
  }
}

extension DriftCause {
  /// "multiplied by 1,000: another unit".
  public var sentence: String {
    switch self {
    case .interchanged(let other): "its cells are those of \"\(other)\""
    case .stuck(let value): "every cell is \(NumberFormat.typed(value))"
    case .stuckCategory(let level): "every cell is \"\(level)\""
    case .unit(let change): change.sentence
    case .moreMissing: "more cells are missing"
    case .fewerMissing: "fewer cells are missing"
    case .newCategory(let level, let share):
      "\(Self.percent(share)) of cells have a category that training did not have: \"\(level)\""
    case .moved(let from, let to):
      "its mean moved from \(NumberFormat.number(from)) to \(NumberFormat.number(to))"
    case .spread(let from, let to):
      "its standard deviation went from \(NumberFormat.number(from)) to \(NumberFormat.number(to))"
    case .shares(let level, let change):
      "the share of \"\(level)\" \(change > 0 ? "rose" : "fell") by \(Self.points(change))"
    }
  }

  private static func percent(_ share: Double) -> String {
    "\(NumberFormat.fixed(100 * share, decimals: 1)) %"
  }

  private static func points(_ change: Double) -> String {
    "\(NumberFormat.fixed(100 * abs(change), decimals: 1)) points"
  }
}

extension UnitChange {
  fileprivate var sentence: String {
    let known = name.map { " (\($0))" } ?? ""
    if factor == -1 { return "its sign is another" }
    if offset != 0 { return "its unit is another\(known)" }
    return factor > 1
      ? "multiplied by \(Self.text(factor)): another unit\(known)"
      : "divided by \(Self.text(1 / factor)): another unit\(known)"
  }

  private static func text(_ factor: Double) -> String {
    Int(exactly: factor.rounded()).flatMap {
      abs(Double($0) - factor) < 1e-9 * factor ? NumberFormat.count($0) : nil
    } ?? NumberFormat.number(factor)
  }
}
