internal import Diagnostics
internal import LinearAlgebra

/// The numeric columns that are made of a column of dates.
struct DateInputs {
  /// A number that a date gives.
  private enum Part: String, CaseIterable {
    case year, month, day, weekday, hour
    case elapsedDays = "elapsed_days"

    var summary: String {
      switch self {
      case .year, .month, .hour: rawValue
      case .day: "day of the month"
      case .weekday: "day of the week, 1 for Monday,"
      case .elapsedDays: "days since 1970-01-01"
      }
    }

    func value(of moment: Moment) -> Double {
      switch self {
      case .year: Double(moment.calendar.year)
      case .month: Double(moment.calendar.month)
      case .day: Double(moment.calendar.day)
      case .weekday: Double(moment.weekday)
      case .hour: Double(moment.hour)
      case .elapsedDays: moment.elapsedDays
      }
    }
  }

  private(set) var columns: [Column] = []
  private(set) var features: [TableSchema.Feature] = []

  /// nil if a cell is no date; `problems` then says which.
  init?(
    of column: Column, in table: JoinedTable, request: DataRequest, problems: inout ProblemList
  ) {
    let name = column.name
    guard case .categories(let codes, let levels) = column.asCategories().values else { return nil }
    let moments: [Moment]
    do {
      let times = try TimeLevels(levels, format: request.csv.dateFormat)
      moments = times.moments
      if times.mixesOffsets { problems.warn(request.mixedOffsets(in: name)) }
    } catch {
      let row = codes.firstIndex(of: Int32(error.index)) ?? 0
      problems.addToSpec(
        request.marks.diagnostic(
          at: ["features.\(name)", "features"], id: "data-role",
          "data.features: date needs \(error.expected) in \"\(name)\"; got \"\(error.text)\" at "
            + table.place(of: row), notes: request.notes(on: error)))
      return nil
    }
    features.append(
      TableSchema.Feature(
        name: name, role: .drop, reason: "dates, from which the next columns are made"))
    for part in Part.allCases {
      let derived = "\(name).\(part.rawValue)"
      guard table[derived] == nil else {
        problems.addToSpec(
          request.marks.diagnostic(
            at: ["features.\(name)", "features"], id: "data-role",
            "data.features: date needs \"\(derived)\" for a column of its own; got a column of the "
              + "data with that name"))
        return nil
      }
      let values = moments.map { part.value(of: $0) }
      let isConstant = values.allSatisfy { $0 == values.first }
      let numbers = codes.map { $0 < 0 ? Double.nan : values[Int($0)] }
      columns.append(
        Column(
          name: derived,
          values: .numbers(ElementStorage(joining: [ElementStorage(numbers)], in: table.scratch))))
      features.append(
        TableSchema.Feature(
          name: derived, role: isConstant ? .drop : .number,
          reason: "\(part.summary) of \"\(name)\"" + (isConstant ? ", the same in every row" : ""),
          madeOf: name))
    }
  }
}

extension DataRequest {
  /// What would help to read a text as a time.
  func notes(on failure: TimeLevels.Failure) -> [String] {
    if !failure.guesses.isEmpty {
      return dateFormatNotes(Array(failure.guesses.prefix(3))).map { "all cells fit \($0)" }
    }
    return failure.format == nil
      ? dateFormatNotes(["%d.%m.%Y %H:%M"]).map { "another format is stated with \($0)" } : []
  }

  /// The line of the spec that states one of these formats of dates.
  func dateFormatNotes(_ formats: [String]) -> [String] {
    hasDelimitedText
      ? [formats.map { "data.csv.date_format: \"\($0)\"" }.joined(separator: " or ")]
      : ["ISO 8601, which a query must write"]
  }

  /// That only some of the times in a column say how far they are from UTC.
  func mixedOffsets(in name: String) -> Diagnostic {
    marks.diagnostic(
      .warning, at: ["features.\(name)", "split.by.time", "features", "split.by", "split"],
      id: "data-mixed-offsets",
      "some times in \"\(name)\" have an offset from UTC and others have none: those are taken for UTC"
    )
  }
}
