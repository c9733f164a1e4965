import Foundation

/// A mistake that people make, put into a sound pipeline on purpose.
struct Fault: Sendable {
  /// "F01".
  let code: String
  let title: String
  /// Its name in the literature on mutation: "HLR" of DeepCrime.
  let mutation: String
  let place: Place
  /// nil: the fault is there or it is not.
  let amount: Amount?
  /// Words of which a named cause must have one to be right; paths of the spec first.
  let causes: [String]
  /// Checks that name the fault by their title alone, as those of the data do.
  let checks: [String]
  /// Whether an edit of the spec can fix it.
  let isRepairable: Bool
  let fits: @Sendable (Base) -> Bool
  let put: @Sendable (inout Pipeline, Double) -> Void

  /// Where the fault lies: the highest place that can say it.
  enum Place: String, Sendable, CaseIterable {
    case spec, data, rows, core
  }

  /// What is turned up to make a fault worse: from harmless to gross.
  struct Amount: Sendable {
    let name: String
    let mild: Double
    let gross: Double
    let isLogarithmic: Bool

    static func linear(_ name: String, _ mild: Double, _ gross: Double) -> Amount {
      Amount(name: name, mild: mild, gross: gross, isLogarithmic: false)
    }

    /// In equal ratios; both ends are above 0.
    static func ratios(_ name: String, _ mild: Double, _ gross: Double) -> Amount {
      Amount(name: name, mild: mild, gross: gross, isLogarithmic: true)
    }
  }

  init(
    _ code: String, _ title: String, _ mutation: String, _ place: Place, amount: Amount? = nil,
    causes: [String] = [], checks: [String] = [], isRepairable: Bool? = nil,
    on fits: @escaping @Sendable (Base) -> Bool = { _ in true },
    _ put: @escaping @Sendable (inout Pipeline, Double) -> Void
  ) {
    self.code = code
    self.title = title
    self.mutation = mutation
    self.place = place
    self.amount = amount
    self.causes = causes
    self.checks = checks
    self.isRepairable = isRepairable ?? (place == .spec)
    self.fits = fits
    self.put = put
  }

  var number: Int { Int(code.dropFirst().prefix(2)) ?? 0 }
  /// F41–F64, to which debuggers of training are blind.
  var isOfData: Bool { number >= 41 }

  /// The base with this fault, where `severity` 0 is harmless and 1 is gross.
  func pipeline(_ base: Base, severity: Double, seed: UInt64) -> Pipeline {
    var pipeline = Pipeline(base, seed: seed)
    put(&pipeline, amount?.value(at: severity) ?? 1)
    return pipeline
  }
}

extension Fault.Amount {
  func value(at severity: Double) -> Double {
    isLogarithmic
      ? mild * pow(gross / mild, severity) : mild + (gross - mild) * severity
  }
}

/// A fault that the benchmark does not put in, and why.
struct UnsaidFault: Sendable {
  let code: String
  let title: String
  let reason: String
}
