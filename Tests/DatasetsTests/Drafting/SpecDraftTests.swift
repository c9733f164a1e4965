import Diagnostics
import Foundation
import Testing
import Text

@testable import Datasets

@Suite struct SpecDraftTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func namesAreFolders() {
    #expect(SpecDraft.name(for: "data/Wine Quality.csv.gz") == "wine-quality")
    #expect(SpecDraft.name(for: "train-images-idx3-ubyte.gz") == "train-images-idx3-ubyte")
    #expect(SpecDraft.name(for: "__.csv") == "experiment")
    #expect(SpecDraft.name(for: "été.csv") == "t-")
  }

  @Test func draftsASmallClassification() throws {
    var text = "passenger_id,age,class,port,name,alive\n"
    for i in 0..<200 {
      text +=
        "\(i + 1),\(i % 7 == 0 ? "?" : "\(i % 50).5"),\(i % 3 + 1),\(i % 2 == 0 ? "S" : "C"),"
        + "person \(i),\(i % 4 == 0 ? "yes" : "no")\n"
    }
    let path = try folder.file("trip.csv", text)
    #expect(
      folder.shortened(try SpecDraft(of: path, target: "alive").text) == """
        # Written by assay init from trip.csv:
        # 200 rows, 6 columns. Check the settings, then
        #   assay validate trip.yaml     check the spec and the data
        #   assay run trip.yaml          check, train, evaluate, report

        # Version of the spec language; it determines the defaults.
        spec: 1
        # Runs are saved in runs/trip.
        name: trip
        # Question that the experiment answers; shown at the top of the report.
        question: Can the other columns predict alive?

        # Goals for the result, set before training.
        # Always predicting the commonest class is right in 0.75 of the rows, but its balanced accuracy
        # (mean recall of the classes) is 0.50; this goal is halfway to 1.
        goals:
          - {metric: balanced_accuracy, at_least: 0.75}

        # Data to learn from and to evaluate on.
        data:
          # One file; or {train: …, dev: …, test: …}.
          source: trip.csv
          # The file has cells that stand for missing values, besides empty ones.
          csv: {missing: {age: ["NA", "NaN", "?"]}}
          # The column to predict: 2 classes, no (150 rows), yes (50 rows).
          target: alive
          # Positive class: the rarer one; precision and recall refer to it.
          positive: "yes"
          # Column that identifies rows in reports; not an input.
          row_id: passenger_id
          # Fractions of the rows for decisions during training (dev) and for the final evaluation (test).
          split: {dev: 0.15, test: 0.15, by: stratified}
          # 3 columns are used as inputs. Roles: number, category, date, drop; the others are inferred.
          features:
            class: number  # whole numbers with 3 values: amounts, or codes (category)?
            name: drop  # nearly unique: 200 texts in 200 rows name the rows

        # Preprocessing of the columns; fitted on the training rows only.
        preprocessing:
          # standard, min_max, robust, none
          scale: standard
          # Imputation of missing numbers: mean, median, most_frequent, constant, none
          impute: mean

        # Baselines to compare the model with. Add human performance or published results:
        #   - {human: {accuracy: …, rows: …, source: "who, when"}}
        baselines: [majority, one_input]

        # Model to train. With more data: {kind: mlp, hidden: [64, 32]}
        # c is the inverse strength of the penalty, as in scikit-learn.
        model: {kind: logistic, c: 1}

        # Training of the model.
        training:
          # Seed of the training: initialization and shuffling.
          seed: 1

        """)
  }

  @Test func draftsANetworkForManyNumbers() throws {
    var text = "a,y\n"
    for i in 0..<3000 { text += "\(Double(i) / 7),\(Double(i % 91) * 1.5)\n" }
    let draft = try SpecDraft(of: folder.file("many.csv", text), target: "y").text
    #expect(draft.contains("model: {kind: mlp, hidden: [64, 32], activation: relu}\n"))
    #expect(draft.contains("early_stopping: {metric: rmse, patience: 5}"))
    #expect(draft.contains("baselines: [mean, ridge]"))
    #expect(draft.contains("  - {metric: r2, at_least: 0.3}"))
    #expect(draft.contains("by: random}"))
  }

  /// 60 rows: of each column at least one draft has been wrong.
  @Test func saysWhatItMakesOfEachKindOfColumn() throws {
    var text = "fixed,day,shop_id,sick,ok,ticket,code,order,serial,amount,fraud\n"
    for i in 0..<60 {
      let day = "2024-\(i < 30 ? "03" : "11")-\(String(i % 30 + 1))"
      text +=
        "x,\(day),\(i % 7),\(i % 3 == 0 ? "Yes" : "No"),\(i % 2),T\(i * i),\(i % 4),\(i + 1),"
        + "\(7 * i % 61),\(Double(i * 37 % 60) + 0.5),\(i % 10 == 0 ? "bad" : "fine")\n"
    }
    let draft = try SpecDraft(of: folder.file("kinds.csv", text), target: "fraud").text
    let lines = draft.split(separator: "\n")
    let first = try #require(lines.firstIndex(of: "  features:"))
    #expect(
      lines[(first + 1)...].prefix { $0.hasPrefix("    ") }.joined(separator: "\n") == """
            fixed: drop  # constant: the same value in every row
            day: date  # dates: gives year, month, day, weekday, hour and elapsed days
            # an identifier with 7 values in 60 rows; if rows of one belong together, split: {by: {group:
            # shop_id}}
            shop_id: drop
            sick: category  # a boolean: Yes or No
            ok: number  # a boolean: 0 or 1
            ticket: drop  # nearly unique: 60 texts in 60 rows name the rows
            code: number  # whole numbers with 4 values: amounts, or codes (category)?
            order: drop  # numbers the rows: an identifier
            serial: number  # nearly unique whole numbers: amounts, or identifiers (drop)?
        """)
    #expect(draft.contains("  positive: bad\n"))
    #expect(
      draft.contains(
        "# Ranking at random has an average precision of 0.10, the frequency of \"bad\"; this goal is "
          + "halfway\n# to 1.\ngoals:\n  - {metric: average_precision, at_least: 0.55}\n"))
  }

  @Test func readsAFileWithoutAHeaderAndWithBlanks() throws {
    var text = ""
    for i in 0..<40 {
      text += "\(i % 9 + 20), \(i % 5 == 0 ? "?" : "job \(i % 3)"), \(i % 2 == 0 ? "a" : "b")\n"
    }
    let draft = try SpecDraft(of: folder.file("bare.data", text), target: "column_3").text
    #expect(
      draft.contains(
        """
          # The file has no header (columns: […] gives names); blanks around cells; cells that stand for
          # missing values, besides empty ones.
          csv: {header: false, trim: true, missing: {column_2: ["NA", "NaN", "?"]}}

        """))
  }

  @Test(arguments: [".", "./", ".."])
  func aFolderIsNoData(path: String) throws {
    let error = #expect(throws: DatasetError.self) { try SpecDraft(of: path, target: "y") }
    #expect(
      error?.diagnostics.map(\.message) == [
        "a data file must be a file; got the directory \"\(path)\""
      ])
    #expect(error?.isDataInvalid == false)
  }

  @Test(arguments: [
    (["a", "Class", "b"], "Class", "a usual name of a target"),
    (
      ["median_income", "median_house_value", "ocean_proximity"], "median_house_value",
      "since its name holds \"value\""
    ),
    (["id", "x"], "x", "the last column"),
    (
      ["PassengerId", "Survived", "Name"], "Survived",
      "a usual name of a target"
    ),
  ])
  func guessesATargetAndSaysWhy(names: [String], name: String, reason: String) throws {
    let guess = try #require(TargetGuess(among: names))
    #expect(guess.name == name)
    #expect(guess.reason == reason)
  }

  @Test func findsTheLabelsOfImages() throws {
    let images = try folder.file(
      "t-images-idx3-ubyte",
      BinaryFiles.idx(type: 8, dimensions: [40, 2, 2], values: (0..<160).map { UInt8($0) }))
    let labels = try folder.file(
      "t-labels-idx1-ubyte",
      BinaryFiles.idx(type: 8, dimensions: [40], values: (0..<40).map { $0 % 3 }))
    let draft = try SpecDraft(of: images, target: nil).text
    #expect(draft.contains("source: {inputs: \(images), labels: \(labels)}"))
    #expect(draft.contains("target: label\n"))
    #expect(!draft.contains("label: number"))
    #expect(draft.contains("scale: min_max"))
    #expect(draft.contains("model: {kind: softmax, c: 1}"))
  }

  @Test func aTargetWithAUsualNameIsTakenAndSaid() throws {
    let rows = (0..<40).map { "\($0 * 7 % 40),\($0 % 2 == 0 ? "x" : "y")" }.joined(separator: "\n")
    let draft = try SpecDraft(of: folder.file("t.csv", "a,species\n\(rows)\n"), target: nil)
    #expect(draft.text.contains("\n  target: species\n"))
    #expect(
      draft.warnings.first.map { DiagnosticRenderer().render($0) }
        == "warning: the target is guessed: \"species\", a usual name of a target\n"
        + "     = to name another: --target COLUMN")
    // Two columns hold the word, so neither is clear.
    let two = #expect(throws: DatasetError.self) {
      try SpecDraft(
        of: folder.file("u.csv", "sale_price,list_price,b\n1,2,3\n4,5,7\n"), target: nil)
    }
    #expect(
      two?.diagnostics.first?.notes.last
        == "likely: --target list_price, since its name holds \"price\"")
  }

  private func rows(_ range: Range<Int>) -> String {
    "a,target\n" + range.map { "\($0 * 7 % 40).5,\($0 % 2 == 0 ? "x" : "y")\n" }.joined()
  }

  @Test(arguments: [
    ("train.csv", "test.csv"), ("set-train.csv", "set-test.csv"), ("p.training", "p.testing"),
    ("adult.data", "adult.test"),
  ])
  func aFileOfTestRowsBesideIsUsed(train: String, test: String) throws {
    let path = try folder.file(train, rows(0..<40))
    let other = try folder.file(test, rows(40..<60))
    let draft = try SpecDraft(of: path, target: nil)
    #expect(draft.text.contains("  source: {train: \(path), test: \(other)}\n"))
    #expect(draft.text.contains("  split: {dev: 0.15, by: stratified}\n"))
    #expect(draft.text.contains("2 classes, x (30 rows), y (30 rows)"))
    // The folder is the data too, where nothing else is in it.
    if train != "p.training" {
      let whole = try SpecDraft(of: folder.path + "/", target: nil)
      #expect(whole.text.contains("  source: {train: \(path), test: \(other)}\n"))
      #expect(whole.name == PathName(folder.path).name.lowercased())
    }
  }

  @Test func aFileBesideWithOtherColumnsIsNotUsed() throws {
    let path = try folder.file("train.csv", rows(0..<40))
    _ = try folder.file("test.csv", "a\n1.5\n")
    let draft = try SpecDraft(of: path, target: nil)
    #expect(draft.text.contains("  source: \(path)\n"))
    #expect(
      draft.warnings.map { folder.shortened($0.message) }.first
        == "\"test.csv\" beside \"train.csv\" is not used: \"test.csv\" must have the columns of "
        + "\"train.csv\"; got no \"target\"")
  }

  @Test func aHeaderWithoutRowsIsNoData() throws {
    let error = #expect(throws: DatasetError.self) {
      try SpecDraft(of: folder.file("h.csv", "x,y\n"), target: nil)
    }
    #expect(
      error?.diagnostics.map { folder.shortened($0.message) } == [
        "\"h.csv\" must have at least 2 rows for a draft; got 1"
      ])
  }

  @Test func aFolderOfManyFilesNamesThem() throws {
    for name in ["a.csv", "b.csv", "notes.txt"] { _ = try folder.file(name, "x,y\n1,2\n") }
    let error = #expect(throws: DatasetError.self) { try SpecDraft(of: folder.path, target: "y") }
    #expect(
      error?.diagnostics.flatMap(\.notes).map { folder.shortened($0) } == [
        "its data files: a.csv, b.csv"
      ])
  }

  @Test func bytesThatAreNoTextAreNamed() throws {
    let bytes = (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 31 &+ $0 >> 3) }
    let error = #expect(throws: DatasetError.self) {
      try SpecDraft(of: folder.file("photo.csv", bytes), target: "y")
    }
    let count = bytes.count { $0 < 0x20 && !(0x07...0x0D).contains($0) && $0 != 0x1B }
    #expect(
      error?.diagnostics.map { folder.shortened($0.message) } == [
        "\"photo.csv\" must be delimited text; got \(count) control characters in its first 4000 bytes"
      ])
    #expect(error?.isDataInvalid == true)
    let packed = #expect(throws: DatasetError.self) {
      try SpecDraft(of: folder.file("sheet.csv", [0x50, 0x4B, 3, 4, 0, 0, 0, 0]), target: "y")
    }
    #expect(packed?.diagnostics.first?.message.contains("a ZIP archive, as Excel writes") == true)
  }

  @Test func aTargetHasToBeNamed() throws {
    let path = try folder.file("t.csv", "a,kind\n1,x\n2,y\n")
    func messages(_ target: String?) -> [String] {
      do {
        _ = try SpecDraft(of: path, target: target)
        return []
      } catch let error as DatasetError { return folder.messages(of: error) } catch {
        return ["\(error)"]
      }
    }
    #expect(
      messages(nil) == [
        """
        error: --target must name the column of "t.csv" to predict; got none
             = columns: a, kind
             = likely: --target kind, the last column
        """
      ])
    #expect(
      messages("kinds") == [
        """
        error: --target must name the column of "t.csv" to predict; got "kinds"
             | did you mean "kind"?
             = columns: a, kind
        """
      ])
  }

  @Test(arguments: [
    ("plain", "plain"), ("two words", "two words"), ("a: b", "\"a: b\""), ("yes", "\"yes\""),
    ("1", "\"1\""), ("#x", "\"#x\""), ("a \"b\"\\", "\"a \\\"b\\\"\\\\\""), ("", "\"\""),
    ("é", "\"é\""), ("../a/b.csv", "../a/b.csv"), (".5", "\".5\""), ("a\nb\u{1}", "\"a\\nb\\x01\""),
    ("- a", "\"- a\""), ("a -b", "\"a -b\""),
  ])
  func textIsQuotedWhereYAMLNeedsIt(text: String, written: String) {
    #expect(YAMLText.scalar(text) == written)
  }
}
