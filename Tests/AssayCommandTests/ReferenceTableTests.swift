import Foundation
import Testing

/// Results of specs against figures computed with scikit-learn 1.9.1 on the same rows
/// (`Fixtures/reference.py`): test rows are i % 5 == 4, inputs standardised with the training
/// rows' mean and population deviation, penalty C = 1, intercept unpenalised.
@Suite struct ReferenceTableTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let spec: String
    let experiment: String
    var overrides: [String] = []
    let metrics: [String: Double]
    let tolerance: Double

    var testDescription: String { ([spec] + overrides).joined(separator: " ") }
  }

  static let classification = [
    Row(
      spec: "experiments/iris.yaml", experiment: "iris",
      metrics: [
        "test.accuracy": 0.9333333333, "test.log_loss": 0.15575603, "test.macro_f1": 0.93265993,
        "test.mcc": 0.90606067, "test.kappa": 0.9, "test.multiclass_brier": 0.07830391,
        "test.roc_auc": 1,
        "baseline.majority.test.accuracy": 0.3333333333,
        "baseline.majority.test.log_loss": 1.0986122887,
      ], tolerance: 1e-6),
    Row(
      spec: "experiments/wine.yaml", experiment: "wine",
      overrides: ["data.split={dev: 0, by: {every: 5, remainder: 4}}"],
      metrics: [
        "test.accuracy": 0.9714285714, "test.log_loss": 0.06800607, "test.macro_f1": 0.96963947,
        "test.mcc": 0.95705391, "test.kappa": 0.95580808, "test.multiclass_brier": 0.03563373,
        "test.roc_auc": 1, "baseline.majority.test.log_loss": 1.0789720218,
      ], tolerance: 1e-6),
    Row(
      spec: "experiments/breast-cancer.yaml", experiment: "breast-cancer",
      metrics: [
        "test.accuracy": 1, "test.log_loss": 0.04207540, "test.macro_f1": 1, "test.mcc": 1,
        "test.brier": 0.00847496, "test.roc_auc": 1,
        "baseline.majority.test.accuracy": 0.6283185841,
        "baseline.majority.test.log_loss": 0.6598472084,
      ], tolerance: 1e-6),
    Row(
      spec: "experiments/digits-softmax.yaml", experiment: "digits-softmax",
      metrics: [
        "test.accuracy": 0.9637883008, "test.log_loss": 0.11659536, "test.macro_f1": 0.96247644,
        "test.mcc": 0.95986338, "test.kappa": 0.95953772, "test.multiclass_brier": 0.05169496,
        "test.roc_auc": 0.99856709, "baseline.majority.test.accuracy": 0.0584958217,
        "baseline.majority.test.log_loss": 2.3230204927,
      ], tolerance: 1e-6),
  ]

  static let regression = [
    Row(
      spec: "experiments/diabetes.yaml", experiment: "diabetes",
      overrides: ["model=linear"],
      metrics: [
        "test.mse": 3279.157494288725, "test.rmse": 57.26392838680145,
        "test.mae": 46.51460674063851, "test.median_absolute_error": 41.309640685377985,
        "test.r2": 0.4474856940359875, "test.max_error": 141.0175661956572,
        "baseline.mean.test.mse": 5936.505641374967,
        "baseline.mean.test.mae": 65.49852336928608,
        "baseline.mean.test.r2": -0.0002582370650037191,
      ], tolerance: 1e-9),
    Row(
      spec: "experiments/diabetes.yaml", experiment: "diabetes",
      metrics: [
        "test.mse": 3701.4887786133836, "test.rmse": 60.83986175702065,
        "test.mae": 50.58901915734785, "test.r2": 0.3763259291110207,
        "test.median_absolute_error": 50.57312392422217,
        "test.max_error": 137.4858055610349,
      ], tolerance: 1e-9),
  ]

  /// Iterative solvers agree to 1e-6, closed forms to 1e-9, relative where the figure exceeds 1.
  @Test(arguments: classification + regression)
  func agreesWithTheReference(_ row: Row) throws {
    let program = try Program()
    defer { program.clean() }
    let run = try Subprocess.run(
      Program.path, ["run", row.spec] + row.overrides + ["--quiet", "--runs", program.runs.path],
      in: SourceTree.root)
    #expect(run.status == 0 || run.status == 6, "\(run.errors)")
    let found = try Program.metrics(of: program.onlyRun(of: row.experiment))
    for (name, expected) in row.metrics {
      let value = try #require(found[name], "\(name) is not in metrics.json")
      let scale = max(1, abs(expected))
      #expect(
        abs(value - expected) <= row.tolerance * scale, "\(name): \(value), expected \(expected)")
    }
  }

  /// Ordinary least squares on all rows: the coefficients themselves.
  @Test func findsTheCoefficientsOfLeastSquares() throws {
    let program = try Program()
    defer { program.clean() }
    let run = try program.run(
      "run", "experiments/diabetes.yaml", "model=linear", "data.split={dev: 0, test: 0}",
      "goals=[]", "--quiet")
    #expect(run.status == 0, "\(run.errors)")
    let tensors = try SafetensorsFile(
      program.onlyRun(of: "diabetes").appending(path: "model.safetensors"))
    let coefficients = try #require(tensors.values(named: "weight"))
    let intercept = try #require(tensors.values(named: "intercept"))
    let expected = [
      -10.009866299811, -239.815643672422, 519.84592005446, 324.384645502323, -792.17563855223,
      476.739021005258, 101.043267938034, 177.063237671346, 751.273699557103, 67.626692183704,
    ]
    try #require(coefficients.count == expected.count)
    for (found, wanted) in zip(coefficients, expected) {
      #expect(abs(found - wanted) <= 1e-9 * abs(wanted), "\(found), expected \(wanted)")
    }
    #expect(abs(intercept[0] - 152.13348416289597) <= 1e-9 * 152)
  }
}

/// A minimal reader of the safetensors format, written from its description for this test alone:
/// eight bytes of header length, a JSON header, then the numbers.
struct SafetensorsFile {
  private let header: [String: Any]
  private let data: Data

  init(_ file: URL) throws {
    let bytes = try Data(contentsOf: file)
    let length = bytes.prefix(8).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    let json = try JSONSerialization.jsonObject(with: bytes[8..<(8 + length)])
    header = try #require(json as? [String: Any])
    data = Data(bytes[(8 + length)...])
  }

  func values(named name: String) -> [Double]? {
    guard let entry = header[name] as? [String: Any], entry["dtype"] as? String == "F64",
      let offsets = entry["data_offsets"] as? [Int]
    else { return nil }
    return stride(from: offsets[0], to: offsets[1], by: 8).map { start in
      let bits = (0..<8).reduce(UInt64(0)) { $0 | UInt64(data[start + $1]) << (8 * UInt64($1)) }
      return Double(bitPattern: bits)
    }
  }
}
