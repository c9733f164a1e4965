import Text

/// Numbers and lists as messages of checks show them.
enum Wording {
  static func number(_ value: Double) -> String { NumberFormat.number(value) }

  static func plain(_ value: Double) -> String { NumberFormat.typed(value) }

  static func count(_ value: Int) -> String { NumberFormat.count(value) }

  static func percent(_ fraction: Double) -> String { NumberFormat.percent(fraction) }

  static func counted(_ value: Int, _ noun: String, _ plural: String? = nil) -> String {
    NumberFormat.count(value, noun, plural)
  }

  static func names(_ names: [String], limit: Int = 5) -> String {
    Quoting.list(names, limit: limit)
  }
}
