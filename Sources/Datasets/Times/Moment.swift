/// A date with the time of day as it was written, and what that is in UTC.
struct Moment: Hashable {
  /// Days since 1970-01-01 where it was written.
  let day: Int
  /// Seconds since midnight there; 86,400 for 24:00.
  let second: Int
  let nanosecond: Int
  /// Seconds that the place is ahead of UTC; nil if not written, which means UTC.
  let offset: Int?

  init(day: Int, second: Int = 0, nanosecond: Int = 0, offset: Int? = nil) {
    self.day = day
    self.second = second
    self.nanosecond = nanosecond
    self.offset = offset
  }

  /// Seconds since the epoch, for comparisons of moments with different offsets.
  var instant: Instant {
    Instant(seconds: day * 86_400 + second - (offset ?? 0), nanoseconds: nanosecond)
  }

  /// Year, month and day of the month.
  ///
  /// **Source** Hinnant 2013, "chrono-compatible low-level date algorithms", civil_from_days.
  var calendar: (year: Int, month: Int, day: Int) {
    let z = day + second / 86_400 + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  /// 1 for Monday to 7 for Sunday.
  var weekday: Int {
    let day = day + second / 86_400
    // 1970-01-01 was a Thursday.
    return ((day + 3) % 7 + 7) % 7 + 1
  }

  var hour: Int { second % 86_400 / 3_600 }

  /// Days since 1970-01-01 00:00 UTC, with fraction.
  var elapsedDays: Double {
    let instant = instant
    return (Double(instant.seconds) + Double(instant.nanoseconds) / 1e9) / 86_400
  }

  /// Days since 1970-01-01 of a date of the Gregorian calendar; nil if there is no such date.
  ///
  /// **Source** Hinnant 2013, days_from_civil.
  static func day(year: Int, month: Int, day: Int) -> Int? {
    guard (1...12).contains(month), day >= 1, day <= length(of: month, in: year) else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func length(of month: Int, in year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// Time since 1970-01-01 00:00 UTC.
struct Instant: Hashable, Comparable {
  let seconds: Int
  let nanoseconds: Int

  static func < (a: Instant, b: Instant) -> Bool {
    (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
  }
}
