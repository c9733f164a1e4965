public import FoundationEssentials

extension RunTime {
  /// ISO 8601 in UTC with seconds: "2026-11-23T10:15:00Z".
  public static func text(of moment: Date) -> String {
    let clock = UTCClock(moment)
    return
      "\(clock.year)-\(clock.month)-\(clock.day)T\(clock.hour):\(clock.minute):\(clock.second)Z"
  }
}

/// The fields of a moment in UTC, each with its leading zeros.
struct UTCClock {
  let year: String
  let month: String
  let day: String
  let hour: String
  let minute: String
  let second: String

  init(_ moment: Date) {
    let seconds = Int(moment.timeIntervalSince1970.rounded(.down))
    let (days, secondOfDay) = seconds.quotientAndRemainder(flooringBy: 86_400)
    // Civil date from days since 1970: Howard Hinnant, "chrono-compatible low-level date
    // algorithms", 2013. Years begin in March, so that leap days end them.
    let shifted = days + 719_468
    let (era, dayOfEra) = shifted.quotientAndRemainder(flooringBy: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let calendarMonth = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    year = Self.padded(yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0), to: 4)
    month = Self.padded(calendarMonth, to: 2)
    day = Self.padded(dayOfYear - (153 * marchMonth + 2) / 5 + 1, to: 2)
    hour = Self.padded(secondOfDay / 3600, to: 2)
    minute = Self.padded(secondOfDay / 60 % 60, to: 2)
    second = Self.padded(secondOfDay % 60, to: 2)
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}

extension Int {
  /// Quotient towards minus infinity, and the remainder that is never negative.
  fileprivate func quotientAndRemainder(flooringBy divisor: Int) -> (Int, Int) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
