/// How dates and times are written.
struct TimeFormat {
  /// nil is ISO 8601.
  private let directives: String?

  /// ISO 8601 in the forms people write: `2024-10-01`, `2024-10-1 9:05`, `2024/10/01T09:05:30.5+02:00`,
  /// `20241001`, `2024-10`.
  static let iso = TimeFormat()

  private init() { directives = nil }

  /// - Parameter directives: Those of `strptime`: `%d.%m.%Y %H:%M`.
  init(_ directives: String?) { self.directives = directives }

  /// The date and time that a whole text states, blanks around it ignored.
  func moment(_ text: String) -> Moment? {
    var scanner = TimeScanner(text)
    scanner.skipBlanks()
    var parts = Parts()
    let isRead =
      if let directives { parts.read(&scanner, by: directives) } else { parts.readISO(&scanner) }
    guard isRead else { return nil }
    scanner.skipBlanks()
    return scanner.isAtEnd ? parts.moment : nil
  }

  /// Formats that all texts have, among those that are usual without being ISO 8601.
  static func guesses(for texts: [String]) -> [String] {
    guard !texts.isEmpty else { return [] }
    let dates = [
      "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%Y.%m.%d", "%d %b %Y",
      "%d-%b-%Y", "%b %d, %Y", "%b %d %Y", "%d.%m.%y", "%d/%m/%y", "%m/%d/%y",
    ]
    let times = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", "T%H:%M:%S"]
    let formats = dates.flatMap { date in times.map { date + $0 } }
    return formats.filter { format in
      let format = TimeFormat(format)
      return texts.allSatisfy { format.moment($0) != nil }
    }
  }
}

/// Parts of a date and time while they are being read.
private struct Parts {
  private var (year, month, dayOfMonth) = (1970, 1, 1)
  private var dayOfYear: Int?
  private var (hour, minute, second, nanosecond) = (0, 0, 0, 0)
  private var isAfternoon: Bool?
  private var offset: Int?
  private var epoch: Int?

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  var moment: Moment? {
    if let epoch {
      let day = epoch >= 0 ? epoch / 86_400 : (epoch + 1) / 86_400 - 1
      return Moment(day: day, second: epoch - day * 86_400, nanosecond: nanosecond, offset: offset)
    }
    var hour = hour
    if let isAfternoon {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    // 60 is a leap second, 24:00 the end of the day.
    guard hour < 24 || (hour == 24 && minute == 0 && second == 0 && nanosecond == 0), minute < 60,
      second <= 60
    else { return nil }
    var day = Moment.day(year: year, month: month, day: dayOfMonth)
    if let dayOfYear {
      guard let first = Moment.day(year: year, month: 1, day: 1),
        let next = Moment.day(year: year + 1, month: 1, day: 1), dayOfYear >= 1,
        dayOfYear <= next - first
      else { return nil }
      day = first + dayOfYear - 1
    }
    return day.map {
      Moment(
        day: $0, second: hour * 3_600 + minute * 60 + second, nanosecond: nanosecond,
        offset: offset)
    }
  }

  mutating func readISO(_ scanner: inout TimeScanner) -> Bool {
    guard let year = scanner.number(digits: 4...4) else { return false }
    self.year = year
    if let separator = scanner.skip("-/") {
      guard let month = scanner.number(digits: 1...2) else { return false }
      self.month = month
      if scanner.skip(String(separator)) != nil {
        guard let day = scanner.number(digits: 1...2) else { return false }
        dayOfMonth = day
      }
    } else {
      guard let month = scanner.number(digits: 2...2), let day = scanner.number(digits: 2...2)
      else { return false }
      (self.month, dayOfMonth) = (month, day)
    }
    if scanner.isAtEnd { return true }
    if scanner.skip("Tt") == nil {
      guard scanner.skip(" \t") != nil else { return false }
      scanner.skipBlanks()
      if scanner.isAtEnd { return true }
    }
    return readTime(&scanner)
  }

  /// `9:05`, `09:05:30.25`, `0905`, `9:05 pm`, with an offset or without.
  private mutating func readTime(_ scanner: inout TimeScanner) -> Bool {
    guard let hour = scanner.number(digits: 1...2) else { return false }
    self.hour = hour
    let hasColon = scanner.skip(":") != nil
    guard let minute = scanner.number(digits: 2...2) else { return false }
    self.minute = minute
    if hasColon ? scanner.skip(":") != nil : true, let second = scanner.number(digits: 2...2) {
      self.second = second
      if scanner.skip(".,") != nil {
        guard let nanoseconds = scanner.nanoseconds() else { return false }
        nanosecond = nanoseconds
      }
    }
    scanner.skipBlanks()
    if scanner.skip(word: "am") { isAfternoon = false }
    if scanner.skip(word: "pm") { isAfternoon = true }
    scanner.skipBlanks()
    if scanner.isAtEnd { return true }
    offset = scanner.offset()
    return offset != nil
  }

  /// Reads by the directives of `strptime`; blanks match any number of blanks.
  mutating func read(_ scanner: inout TimeScanner, by directives: String) -> Bool {
    var format = directives[...]
    while let next = format.popFirst() {
      if next == " " {
        scanner.skipBlanks()
      } else if next == "%", let directive = format.popFirst() {
        guard read(&scanner, directive) else { return false }
      } else if !scanner.skip(word: String(next)) {
        return false
      }
    }
    return true
  }

  private mutating func read(_ scanner: inout TimeScanner, _ directive: Character) -> Bool {
    func set(_ part: inout Int, _ digits: ClosedRange<Int>) -> Bool {
      guard let number = scanner.number(digits: digits) else { return false }
      part = number
      return true
    }
    switch directive {
    case "Y": return set(&year, 4...4)
    case "y":
      guard let number = scanner.number(digits: 2...2) else { return false }
      year = number + (number < 69 ? 2000 : 1900)
      return true
    case "m": return set(&month, 1...2)
    case "d", "e":
      scanner.skipBlanks()
      return set(&dayOfMonth, 1...2)
    case "H", "I": return set(&hour, 1...2)
    case "M": return set(&minute, 1...2)
    case "S": return set(&second, 1...2)
    case "f":
      guard let nanoseconds = scanner.nanoseconds() else { return false }
      nanosecond = nanoseconds
      return true
    case "p":
      isAfternoon = scanner.skip(word: "pm") ? true : scanner.skip(word: "am") ? false : nil
      return isAfternoon != nil
    case "b", "B", "h":
      guard let index = scanner.name(among: Self.months) else { return false }
      month = index + 1
      return true
    case "a", "A": return scanner.name(among: Self.weekdays) != nil
    case "j":
      dayOfYear = scanner.number(digits: 1...3)
      return dayOfYear != nil
    case "z", "Z":
      offset = scanner.offset()
      return offset != nil
    case "s":
      let isNegative = scanner.skip("-") != nil
      epoch = scanner.number(digits: 1...18).map { isNegative ? -$0 : $0 }
      return epoch != nil
    case "F": return read(&scanner, by: "%Y-%m-%d")
    case "T": return read(&scanner, by: "%H:%M:%S")
    case "R": return read(&scanner, by: "%H:%M")
    case "%": return scanner.skip("%") != nil
    default: return false
    }
  }
}
