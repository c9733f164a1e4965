import Text

/// The distinct cells of a column as times: dates, or numbers such as seconds since the epoch.
enum TimeLevels {
  case moments([Moment])
  case numbers([TimeNumber])

  /// The first text that is no time.
  struct Failure: Error {
    let index: Int
    let text: String
    /// The format that was stated.
    let format: String?
    /// Formats that would read all texts.
    let guesses: [String]

    /// What the cells must be.
    var expected: String {
      format.map { "dates in the format \"\($0)\"" }
        ?? "dates such as 2024-10-01 or 2024-10-01 9:05, or numbers"
    }
  }

  /// Numbers only if all texts are numbers and no format is stated.
  init(_ texts: [String], format: String?) throws(Failure) {
    if format == nil {
      let numbers = texts.compactMap { TimeNumber($0) }
      if numbers.count == texts.count {
        self = .numbers(numbers)
        return
      }
    }
    let reader = format.map { TimeFormat($0) } ?? .iso
    var moments: [Moment] = []
    for (i, text) in texts.enumerated() {
      guard let moment = reader.moment(text) else {
        throw Failure(
          index: i, text: text, format: format,
          guesses: TimeFormat.guesses(for: Array(texts.prefix(Self.guessCount))))
      }
      moments.append(moment)
    }
    self = .moments(moments)
  }

  private static let guessCount = 1000

  /// For each text its position in time; equal times have equal positions.
  var ranks: [Double] {
    switch self {
    case .moments(let moments): Self.ranks(of: moments.map(\.instant))
    case .numbers(let numbers): Self.ranks(of: numbers)
    }
  }

  private static func ranks<Key: Comparable>(of keys: [Key]) -> [Double] {
    var ranks = [Double](repeating: 0, count: keys.count)
    let order = keys.indices.sorted { keys[$0] < keys[$1] }
    for (before, index) in zip(order, order.dropFirst()) {
      ranks[index] = ranks[before] + (keys[before] < keys[index] ? 1 : 0)
    }
    return ranks
  }

  /// The texts as dates; numbers are years of four digits, dates of eight, or time since the epoch,
  /// in the unit that makes the largest one a date before the year 5138.
  var moments: [Moment] {
    switch self {
    case .moments(let moments): return moments
    case .numbers(let numbers):
      let calendar = numbers.compactMap(\.calendarDay)
      if calendar.count == numbers.count { return calendar.map { Moment(day: $0) } }
      let largest = numbers.map { abs(Double($0.whole)) }.max() ?? 0
      let unitsPerSecond =
        largest < 1e11 ? 1 : largest < 1e14 ? 1_000 : largest < 1e17 ? 1_000_000 : 1_000_000_000
      return numbers.map { $0.moment(unitsPerSecond: unitsPerSecond) }
    }
  }

  /// Whether some times have an offset and others have none.
  var mixesOffsets: Bool {
    guard case .moments(let moments) = self else { return false }
    return moments.contains { $0.offset == nil } && moments.contains { $0.offset != nil }
  }
}

/// A number as text, exact where a double is not: nanoseconds since the epoch.
struct TimeNumber: Hashable, Comparable {
  let whole: Int
  /// In [0, 1).
  let fraction: Double

  init?(_ text: String) {
    if let whole = Int(text) {
      (self.whole, fraction) = (whole, 0)
      return
    }
    guard let number = DecimalScanner().value(of: Array(text.utf8)),
      let whole = Int(exactly: number.rounded(.down))
    else { return nil }
    (self.whole, fraction) = (whole, number - number.rounded(.down))
  }

  static func < (a: TimeNumber, b: TimeNumber) -> Bool {
    (a.whole, a.fraction) < (b.whole, b.fraction)
  }

  /// The day of a year such as 2024 or a date such as 20240131, as days since 1970-01-01.
  var calendarDay: Int? {
    guard fraction == 0 else { return nil }
    if (1_000...9_999).contains(whole) { return Moment.day(year: whole, month: 1, day: 1) }
    guard (10_000_101...99_991_231).contains(whole) else { return nil }
    return Moment.day(year: whole / 10_000, month: whole / 100 % 100, day: whole % 100)
  }

  func moment(unitsPerSecond: Int) -> Moment {
    let perDay = 86_400 * unitsPerSecond
    let day = whole >= 0 ? whole / perDay : (whole + 1) / perDay - 1
    let units = whole - day * perDay
    let second = units / unitsPerSecond
    let rest = Double(units % unitsPerSecond) + fraction
    return Moment(
      day: day, second: second, nanosecond: Int(rest * (1e9 / Double(unitsPerSecond))))
  }
}
