import Diagnostics
import Foundation
import Testing

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
      folder.shortened(try SpecDraft.text(for: path, target: "alive")) == """
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
        # Always predicting the majority class has an accuracy of 0.75; this goal is halfway to 1.
        goals:
          - {metric: accuracy, at_least: 0.87}

        # Data to learn from and to evaluate on.
        data:
          # One file; or {train: …, dev: …, test: …}.
          source: trip.csv
          # Cells that stand for missing values, besides empty ones.
          csv: {missing: ["NA", "NaN", "?"]}
          # The column to predict: 2 classes, no (150 rows), yes (50 rows).
          target: alive
          # Positive class: the one that precision and recall refer to.
          positive: "yes"
          # Column that identifies rows in reports; not an input.
          row_id: passenger_id
          # Fractions of the rows for decisions during training (dev) and for the final evaluation (test).
          split: {dev: 0.15, test: 0.15, by: stratified}
          # 3 columns are used as inputs. To change that: number, category or drop.
          features: {}
          # Uncertain columns; to decide, replace the braces by lines like these:
          #   class: number  # whole numbers with 3 values: amounts, or codes (category)?
          #   name: drop  # text with 200 levels in 200 values

        # Preprocessing of the columns; fitted on the training rows only.
        preprocessing:
          # standard, min_max, robust, none
          scale: standard
          # Imputation of missing numbers: mean, median, most_frequent, constant, none
          impute: mean

        # Baselines to compare the model with. Add human performance or published results:
        #   - {human: {accuracy: …, rows: …, source: "who, when"}}
        baselines: [majority, logistic]

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
    let draft = try SpecDraft.text(for: folder.file("many.csv", text), target: "y")
    #expect(draft.contains("model: {kind: mlp, hidden: [64, 32], activation: relu}\n"))
    #expect(draft.contains("early_stopping: {metric: rmse, patience: 5}"))
    #expect(draft.contains("baselines: [mean, ridge]"))
    #expect(draft.contains("  - {metric: r2, at_least: 0.3}"))
    #expect(draft.contains("by: random}"))
  }

  @Test func findsTheLabelsOfImages() throws {
    let images = try folder.file(
      "t-images-idx3-ubyte",
      BinaryFiles.idx(type: 8, dimensions: [40, 2, 2], values: (0..<160).map { UInt8($0) }))
    let labels = try folder.file(
      "t-labels-idx1-ubyte",
      BinaryFiles.idx(type: 8, dimensions: [40], values: (0..<40).map { $0 % 3 }))
    let draft = try SpecDraft.text(for: images, target: nil)
    #expect(draft.contains("source: {inputs: \(images), labels: \(labels)}"))
    #expect(draft.contains("target: label\n"))
    #expect(draft.contains("scale: min_max"))
    #expect(draft.contains("model: {kind: softmax, c: 1}"))
  }

  @Test func aTargetHasToBeNamed() throws {
    let path = try folder.file("t.csv", "a,species\n1,x\n2,y\n")
    func messages(_ target: String?) -> [String] {
      do {
        _ = try SpecDraft.text(for: path, target: target)
        return []
      } catch let error as DatasetError { return folder.messages(of: error) } catch {
        return ["\(error)"]
      }
    }
    #expect(
      messages(nil) == [
        """
        error: --target must name the column of "t.csv" to predict; got none
             = columns: a, species
             = likely: --target species
        """
      ])
    #expect(
      messages("specie") == [
        """
        error: --target must name the column of "t.csv" to predict; got "specie"
             | did you mean "species"?
             = columns: a, species
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
