import Diagnostics
import Testing

@testable import Datasets

@Suite struct DateInputTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(
    _ text: String, method: SplitRequest.Method = .random, dev: Double = 0, test: Double = 0,
    _ change: (inout DataRequest) -> Void = { _ in }
  ) throws -> LoadedDataset {
    var request = request(
      try folder.file("d.csv", text), method: method, dev: dev, test: test)
    change(&request)
    return try DatasetLoader().load(request)
  }

  /// The thirty days of November 2024 without zeros before single digits.
  @Test func daysWithoutZerosSplitInTheOrderOfTime() throws {
    let rows = (1...30).map { "\($0 * 7 % 5),2024-11-\($0),\($0 % 2)" }.joined(separator: "\n")
    let split = try load(
      "x,day,y\n\(rows)\n", method: .time(column: "day"), dev: 0.2, test: 0.2
    ).dataset.split
    #expect(split == Split(train: Array(0..<18), dev: Array(18..<24), test: Array(24..<30)))
  }

  @Test func offsetsCompareAsInstants() throws {
    // In UTC: 23:30 the day before, 00:15, 00:00.
    let text = """
      x,t,y
      1,2024-05-01T01:30+02:00,0
      2,2024-05-01T00:15Z,1
      3,2024-04-30T20:00-04:00,0
      """
    let split = try load(text, method: .time(column: "t"), dev: 0.3, test: 0.3).dataset.split
    #expect(split == Split(train: [0], dev: [2], test: [1]))
  }

  @Test func offsetsInSomeRowsAloneAreWarnedOf() throws {
    let text = "x,t,y\n1,2024-05-01 9:00,0\n2,2024-05-01 9:30+02:00,1\n3,2024-05-02,0\n"
    let message =
      "some times in \"t\" have an offset from UTC and others have none: those are taken for UTC"
    let split = try load(text, method: .time(column: "t"), dev: 0.3, test: 0.3)
    #expect(split.warnings.map(\.message) == [message])
    // 9:30 in UTC+2 is 7:30.
    #expect(split.dataset.split == Split(train: [1], dev: [0], test: [2]))
    let both = try load(text, method: .time(column: "t"), dev: 0.3, test: 0.3) {
      $0.features = ["t": .date]
    }
    #expect(both.warnings.map(\.message) == [message])
    let same = try load(
      text.replacing("+02:00", with: ""), method: .time(column: "t"), dev: 0.3, test: 0.3)
    #expect(same.warnings.isEmpty)
  }

  @Test func oneTextAmongDatesIsNamed() throws {
    let rows = (1...20).map { "\($0 == 7 ? "soon" : "2024-11-\($0)"),\($0 * 7 % 20).5" }
    let text = "day,y\n\(rows.joined(separator: "\n"))\n"
    let warning = try #require(try load(text).warnings.first)
    #expect(
      folder.shortened(warning.message)
        == "19 of 20 cells of \"day\" are dates; d.csv:8 holds \"soon\", and the column is read as text"
    )
    #expect(
      warning.notes == [
        "to use them: data.csv.missing: {day: [\"NA\", \"NaN\", \"soon\"]}, and data.features: {day: date}"
      ])
    let used = try load(text) {
      $0.csv.missing.byColumn = ["day": ["soon"]]
      $0.features = ["day": .date]
    }
    #expect(used.dataset.table["day.day"]?.numbers[6].isNaN == true)
    #expect(used.warnings.isEmpty)
  }

  @Test func datesInAnotherFormatAreNamed() throws {
    let rows = (1...20).map { "\($0).11.2024,\($0 * 7 % 20).5" }.joined(separator: "\n")
    let warning = try #require(
      try load("day,x,y\n\(rows)\n".replacing(",x", with: "")).warnings.first)
    #expect(
      warning.message == "column \"day\" may hold dates, such as \"1.11.2024\", and is read as text"
    )
    #expect(
      warning.notes == [
        "to use them: data.csv.date_format: \"%d.%m.%Y\", and data.features: {day: date}"
      ])
  }

  @Test func aStatedFormatIsUsed() throws {
    let text = "x,t,y\n1,1.12.2023,0\n2,31.1.2024,1\n3,5.1.2024,0\n"
    let split = try load(text, method: .time(column: "t"), dev: 0.3, test: 0.3) {
      $0.csv.dateFormat = "%d.%m.%Y"
    }.dataset.split
    #expect(split == Split(train: [0], dev: [2], test: [1]))
    let (messages, isDataInvalid) = try folder.failure(
      request(folder.file("e.csv", text), method: .time(column: "t")))
    #expect(
      messages == [
        """
        error: data.split.by time needs dates such as 2024-10-01 or 2024-10-01 9:05, or numbers in "t"; got "1.12.2023" at e.csv:2
             = all cells fit data.csv.date_format: "%d.%m.%Y"
        """
      ])
    #expect(isDataInvalid)
  }

  @Test func aDateGivesItsParts() throws {
    // 2024-10-01 was a Tuesday, 2025-01-05 a Sunday.
    let text = "day,y\n2024-10-01 9:05,0.5\n2025-01-05 18:00,1.5\n,2.5\n"
    let dataset = try load(text) { $0.features = ["day": .date] }.dataset
    func values(_ part: String) -> [Double] { dataset.table["day.\(part)"]?.numbers ?? [] }
    #expect(Array(values("year").prefix(2)) == [2024, 2025])
    #expect(Array(values("month").prefix(2)) == [10, 1])
    #expect(Array(values("day").prefix(2)) == [1, 5])
    #expect(Array(values("weekday").prefix(2)) == [2, 7])
    #expect(Array(values("hour").prefix(2)) == [9, 18])
    // 19,997 days and 9:05 of the next one; 96 days and 8:55 later.
    // A sum and a quotient may differ in the last bit.
    #expect(abs(values("elapsed_days")[0] - (19_997 + 545.0 / 1_440)) < 1e-9)
    #expect(values("elapsed_days")[1] == 20_093 + 0.75)
    #expect(values("year")[2].isNaN && values("elapsed_days")[2].isNaN)
    #expect(
      dataset.schema.features.map { "\($0.name): \($0.role.rawValue)" } == [
        "day: drop", "day.year: number", "day.month: number", "day.day: number",
        "day.weekday: number", "day.hour: number", "day.elapsed_days: number",
      ])
    #expect(
      dataset.schema.features.map(\.reason) == [
        "dates, from which the next columns are made", "year of \"day\"", "month of \"day\"",
        "day of the month of \"day\"", "day of the week, 1 for Monday, of \"day\"",
        "hour of \"day\"", "days since 1970-01-01 of \"day\"",
      ])
  }

  @Test func partsThatNeverChangeAreNoInputs() throws {
    let dataset = try load("day,y\n2024-10-01,0.5\n2024-10-02,1.5\n") {
      $0.features = ["day": .date]
    }.dataset
    #expect(
      dataset.schema.features.filter { $0.role == .number }.map(\.name)
        == ["day.day", "day.weekday", "day.elapsed_days"])
    #expect(dataset.schema.features[1].reason == "year of \"day\", the same in every row")
  }

  @Test func aColumnCanOrderTheRowsAndBeAnInput() throws {
    let text = "day,y\n2024-10-02,0.5\n2024-10-01,1.5\n2024-10-03,1\n"
    let dataset = try load(text, method: .time(column: "day"), test: 0.3) {
      $0.features = ["day": .date]
    }.dataset
    #expect(dataset.split.test == [2])
    #expect(dataset.table["day.day"]?.numbers == [2, 1, 3])
  }

  @Test func datesThatNoOneAskedForAreDroppedWithAWarning() throws {
    let loaded = try load("day,x,y\n2024-10-01,1,0.5\n2024-10-02,2,1.5\n")
    #expect(loaded.dataset.schema.features.map(\.role) == [.drop, .number])
    #expect(
      loaded.warnings.map(\.message) == ["column \"day\" holds dates and is dropped"])
    #expect(loaded.warnings[0].notes == ["to use it: data.features: {day: date}"])
  }

  @Test func aCellThatIsNoDateIsNamed() throws {
    var request = request(try folder.file("d.csv", "day,y\n2024-10-01,0.5\nsoon,1.5\n"))
    request.features = ["day": .date]
    #expect(
      try folder.failure(request).messages == [
        """
        error: data.features: date needs dates such as 2024-10-01 or 2024-10-01 9:05, or numbers in "day"; got "soon" at d.csv:3
             = another format is stated with data.csv.date_format: "%d.%m.%Y %H:%M"
        """
      ])
  }
}
