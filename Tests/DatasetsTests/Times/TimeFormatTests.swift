import Foundation
import Testing

@testable import Datasets

@Suite struct TimeFormatTests {
  private struct Case: Decodable {
    let text: String
    let format: String?
    let seconds: Int
    let year: Int
    let month: Int
    let day: Int
    let weekday: Int
    let hour: Int
  }

  @Test func readsWhatPythonReads() throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/dates.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    #expect(cases.count == 180)
    for expected in cases {
      let format = expected.format.map { TimeFormat($0) } ?? .iso
      let moment = try #require(format.moment(expected.text), "\(expected.text)")
      #expect(moment.instant == Instant(seconds: expected.seconds, nanoseconds: 0))
      let calendar = moment.calendar
      #expect(calendar.year == expected.year, "\(expected.text)")
      #expect(calendar.month == expected.month, "\(expected.text)")
      #expect(calendar.day == expected.day, "\(expected.text)")
      #expect(moment.weekday == expected.weekday, "\(expected.text)")
      #expect(moment.hour == expected.hour, "\(expected.text)")
    }
  }

  /// All are 2024-10-01 09:05 UTC: 19,997 days after the epoch, since 2024-10-01 is day 275 of the
  /// year and 2024-01-01 is 54 · 365 + 13 days after 1970-01-01.
  @Test(arguments: [
    "2024-10-01T09:05:00Z", "2024-10-1 9:05", "2024/10/01 09:05:00.000", "20241001T0905",
    "2024-10-01T11:05+02:00", "2024-10-01 04:05:00 -0500", " 2024-10-01 9:05 am ",
    "2024-10-01T09:05:00 UTC", "20241001 090500",
  ])
  func readsTheFormsPeopleWrite(_ text: String) {
    let seconds = (54 * 365 + 13 + 274) * 86_400 + 9 * 3_600 + 5 * 60
    #expect(TimeFormat.iso.moment(text)?.instant == Instant(seconds: seconds, nanoseconds: 0))
  }

  @Test(arguments: [
    "", "soon", "2024-13-01", "2024-02-30", "2023-02-29", "2024-1-1x", "24-10-01",
    "2024-10-01 25:00",
    "2024-10-01 9", "2024-10-01 9:61", "2024-10-01T09:05+25:00", "2024-10/01", "1.10.2024",
  ])
  func refusesWhatIsNoDate(_ text: String) {
    #expect(TimeFormat.iso.moment(text) == nil)
  }

  @Test func leapDaysAndTheTimeBeforeTheEpochExist() {
    #expect(TimeFormat.iso.moment("2024-02-29")?.calendar.day == 29)
    #expect(TimeFormat.iso.moment("1969-12-31 23:59:59")?.instant.seconds == -1)
    #expect(TimeFormat.iso.moment("2024-12-31 24:00")?.calendar.year == 2025)
  }

  @Test func numbersAreYearsDatesOrTimeSinceTheEpoch() throws {
    func years(_ texts: [String]) throws -> [Int] {
      try TimeLevels(texts, format: nil).moments.map(\.calendar.year)
    }
    #expect(try years(["1999", "2024"]) == [1999, 2024])
    #expect(try years(["19991231", "20240101"]) == [1999, 2024])
    // 2001-09-09 01:46:40 in seconds, milliseconds, microseconds and nanoseconds.
    for zeros in ["", "000", "000000", "000000000"] {
      #expect(try years(["1000000000\(zeros)"]) == [2001])
    }
  }

  @Test func ranksAreExactBeyondTheNumbersOfADouble() throws {
    // 2^53 is about 9.0e15: as doubles these nanoseconds are one number.
    let texts = ["1700000000000000002", "1700000000000000000", "1700000000000000001"]
    #expect(Set(texts.map { Double($0) }).count == 1)
    #expect(try TimeLevels(texts, format: nil).ranks == [2, 0, 1])
    let offsets = ["2024-01-01T01:00+01:00", "2024-01-01T00:00Z", "2023-12-31T23:00Z"]
    #expect(try TimeLevels(offsets, format: nil).ranks == [1, 1, 0])
  }

  @Test func proposesTheFormatThatFitsAllCells() {
    #expect(TimeFormat.guesses(for: ["3/14/2024", "4/1/2024"]) == ["%m/%d/%Y"])
    #expect(TimeFormat.guesses(for: ["3/4/2024", "4/1/2024"]) == ["%d/%m/%Y", "%m/%d/%Y"])
    #expect(TimeFormat.guesses(for: ["01.02.2024 9:05", "31.12.2023 17:00"]) == ["%d.%m.%Y %H:%M"])
    #expect(TimeFormat.guesses(for: ["soon"]).isEmpty)
  }
}
