import Datasets
import Diagnostics
import Foundation
import Inference
import Learning
import LinearAlgebra
import Testing

@Suite struct BatchPredictionTests {
  private static let header = "id,prediction,p_no,p_yes\n"

  @Test func rowsOfAFileGetTheBitsOfTheTrainingTable() throws {
    let example = try Example()
    let (bundle, dataset) = try example.bundle()
    let (text, summary, _) = try example.predictions(of: Example.people, by: bundle)
    let expected = try bundle.pipeline.bound(to: dataset.table).outputs(of: Array(0..<16))
    let lines = (0..<16).map { i in
      let (no, yes) = (expected[i, 0], expected[i, 1])
      return "p\(i),\(yes > no ? "yes" : "no"),\(no),\(yes)\n"
    }
    #expect(text == Self.header + lines.joined())
    #expect(summary.rowCount == 16)
    #expect(summary.classes.map(\.count).reduce(0, +) == 16)
  }

  /// The log odds of a row worked out from the cells: scaled age, towns, missing town, parts of the date.
  @Test func aPredictionIsWhatTheCellsGive() throws {
    let example = try Example()
    let (bundle, _) = try example.bundle()
    let train = (0..<16).filter { $0 % 4 != 3 }
    func scaled(_ value: (Int) -> Double, _ row: Int) -> Double {
      let values = train.map(value)
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      return (value(row) - mean) / variance.squareRoot()
    }
    func weight(_ input: Int) -> Double { 0.25 * Double(input % 5) - 0.5 }
    let names = bundle.pipeline.preprocessing.inputNames
    #expect(names.first == "age")
    let text = try example.predictions(of: Example.people, by: bundle).text
    let lines = text.split(separator: "\n").map { $0.split(separator: ",") }
    for row in 0..<16 {
      let town = row == 5 ? nil : ["Rome", "Oslo", "Bern"][row % 3]
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
      func elapsed(_ row: Int) -> Double {
        var parts = DateComponents(year: 2024, month: row % 4 + 1, day: row + 1)
        parts.timeZone = calendar.timeZone
        return (calendar.date(from: parts)?.timeIntervalSince1970 ?? .nan) / 86_400
      }
      var logOdds = 0.125
      for (index, name) in names.enumerated() {
        let input: Double? =
          switch name {
          case "age": scaled({ 20 + 3 * Double($0) }, row)
          case "day.month": scaled({ Double($0 % 4 + 1) }, row)
          case "day.day": scaled({ Double($0 + 1) }, row)
          // 1970-01-01 was a Thursday, the fourth day.
          case "day.weekday":
            scaled({ (elapsed($0) + 3).truncatingRemainder(dividingBy: 7) + 1 }, row)
          case "day.elapsed_days": scaled(elapsed, row)
          case "town is missing": town == nil ? 1 : 0
          case "town=(missing)": town == nil ? 1 : 0
          default: name == "town=\(town ?? "-")" ? 1 : name.hasPrefix("town=") ? 0 : nil
          }
        logOdds += weight(index) * (try #require(input, "\(name)"))
      }
      let yes = try #require(Double(lines[row + 1][3]))
      #expect(abs(yes - 1 / (1 + exp(-logOdds))) < 1e-12, "row \(row)")
    }
  }

  @Test func aRowIsPredictedAloneAsAmongOthersAndInAnyOrderOfColumns() throws {
    let example = try Example()
    let (bundle, _) = try example.bundle()
    let all = try example.predictions(of: Example.people, by: bundle).text.split(separator: "\n")
    let alone = try example.predictions(
      of: "day,note,town,age,id\n2024-1-1,\"a, b\",Rome,20,p0\n", by: bundle)
    #expect(alone.text == Self.header + all[1] + "\n")
    #expect(alone.rows.unusedColumns == ["note"])
  }

  @Test func whatIsUnusualIsCounted() throws {
    let example = try Example()
    let (bundle, _) = try example.bundle()
    let rows = try example.predictions(
      of: "age,town,day\n19,Rome,2024-01-05\n,Paris,2024-01-06\n999,,2024-01-07\n30,Nice,\n",
      by: bundle)
    let notes = bundle.pipeline.preprocessing.notes(on: rows.rows.table, ranges: bundle.ranges)
    let age = try #require(notes.first { $0.column == "age" })
    #expect((age.missingCount, age.unknownCount, age.outsideCount) == (1, 0, 2))
    #expect(age.range == bundle.ranges.first { $0.column == "age" })
    #expect(age.range?.least == 20 && age.range?.greatest == 62)
    let town = try #require(notes.first { $0.column == "town" })
    #expect((town.missingCount, town.unknownCount, town.outsideCount) == (1, 2, 0))
    let names = rows.text.split(separator: "\n").dropFirst().map { String($0.prefix(2)) }
    #expect(names == ["1,", "2,", "3,", "4,"])
  }

  @Test func missingColumnsAreNamedAllAtOnce() throws {
    let example = try Example()
    let (bundle, _) = try example.bundle()
    let error = try #require(throws: DatasetError.self) {
      try example.predictions(of: "id,agee,twn\np1,3,Rome\n", by: bundle)
    }
    let file = "\(example.path)/new.csv"
    #expect(
      error.diagnostics.map(\.message) == [
        "\"\(file)\" must have the column \"age\"; got none",
        "\"\(file)\" must have the column \"town\"; got none",
        "\"\(file)\" must have the column \"day\"; got none",
      ])
    #expect(error.diagnostics[0].hint == "did you mean \"agee\"?")
    #expect(error.isDataInvalid)
  }

  @Test func aTextAmongNumbersIsPlacedAndNotRepeated() throws {
    let example = try Example()
    let (bundle, _) = try example.bundle()
    let error = try #require(throws: DatasetError.self) {
      try example.predictions(
        of: "id,age,town,day\np1,3,Rome,2024-01-01\np2,secret,Oslo,2024-01-02\n", by: bundle)
    }
    #expect(
      error.diagnostics.map(\.message) == [
        "column \"age\" must hold numbers, as in training; got text at \(example.path)/new.csv:3"
      ])
  }

  @Test func contributionsAndInterceptAddUpToTheLogOdds() throws {
    let example = try Example()
    let (bundle, dataset) = try example.bundle()
    let bound = try bundle.pipeline.bound(to: dataset.table)
    let contributions = try #require(LinearContributions(bundle.pipeline))
    let inputs = try bound.inputs(of: Array(0..<16))
    let outputs = bundle.pipeline.outputs(for: inputs)
    for row in 0..<16 {
      let all = contributions.greatest(100, for: inputs, row: row, predicting: 1)
      let logOdds = log(outputs[row, 1] / outputs[row, 0])
      #expect(abs(all.map(\.value).reduce(0.125, +) - logOdds) < 1e-9)
      #expect(all.map { abs($0.value) } == all.map { abs($0.value) }.sorted(by: >))
    }
  }

  @Test func linesOfJSONAreObjects() throws {
    let example = try Example()
    let (bundle, _) = try example.bundle()
    let text = try example.predictions(
      of: Example.people, by: bundle, as: .jsonl, explained: true
    ).text
    struct Line: Decodable {
      let id: String
      let prediction: String
      let probabilities: [String: Double]
      let contributions: [LinearContributions.Contribution]
    }
    let lines = try text.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    #expect(lines.map(\.id) == (0..<16).map { "p\($0)" })
    for line in lines {
      #expect(line.probabilities.max { $0.value < $1.value }?.key == line.prediction)
      #expect((1...3).contains(line.contributions.count))
    }
  }

  @Test func anErrorBeforeABlockEndsTheWork() throws {
    struct Stop: Error {}
    let example = try Example()
    let (bundle, _) = try example.bundle()
    let rows = try NewRows(
      of: example.file("new.csv", Example.people), as: bundle.reading, for: bundle.pipeline.schema)
    let batch = BatchPrediction(of: rows, by: bundle.pipeline, as: .csv)
    #expect(throws: Stop.self) {
      try batch.write(
        beforeBlock: { _ in throw Stop() }, append: { _ in Issue.record("something was written") })
    }
  }
}
