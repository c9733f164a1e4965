import Text

extension Rule {
  /// `true` or `false`.
  public static let boolean = Rule(
    kind: .boolean, text: "true or false", counterexamples: ["no", 1, 0.5]
  ) { _ in true }

  /// Any finite number.
  public static let number = bounded(.number, "a number", Bounds())

  public static func number(above minimum: Double) -> Rule {
    bounded(
      .number, "a number above \(NumberFormat.typed(minimum))",
      Bounds(minimum: minimum, isMinimumExcluded: true))
  }

  public static func number(atLeast minimum: Double) -> Rule {
    bounded(
      .number, "a number of at least \(NumberFormat.typed(minimum))", Bounds(minimum: minimum))
  }

  /// A number in [lower, upper].
  public static func number(in range: ClosedRange<Double>) -> Rule {
    bounded(
      .number,
      "a number in [\(NumberFormat.typed(range.lowerBound)), \(NumberFormat.typed(range.upperBound))]",
      Bounds(minimum: range.lowerBound, maximum: range.upperBound))
  }

  /// A number in [lower, upper).
  public static func number(in range: Range<Double>) -> Rule {
    bounded(
      .number,
      "a number in [\(NumberFormat.typed(range.lowerBound)), \(NumberFormat.typed(range.upperBound)))",
      Bounds(minimum: range.lowerBound, maximum: range.upperBound, isMaximumExcluded: true))
  }

  /// A number in (lower, upper].
  public static func number(above lower: Double, through upper: Double) -> Rule {
    bounded(
      .number, "a number in (\(NumberFormat.typed(lower)), \(NumberFormat.typed(upper))]",
      Bounds(minimum: lower, isMinimumExcluded: true, maximum: upper))
  }

  /// A number in (lower, upper).
  public static func number(above lower: Double, below upper: Double) -> Rule {
    bounded(
      .number, "a number in (\(NumberFormat.typed(lower)), \(NumberFormat.typed(upper)))",
      Bounds(minimum: lower, isMinimumExcluded: true, maximum: upper, isMaximumExcluded: true))
  }

  /// The bound of counts, which are multiplied by one another and by counts of rows.
  public static let largestCount = 1_000_000_000

  /// A count of things: a whole number that may be multiplied by the rows of any data.
  public static func count(atLeast minimum: Int) -> Rule { integer(in: minimum...largestCount) }

  /// A whole number that sizes nothing, such as a seed.
  public static func integer(atLeast minimum: Int) -> Rule {
    bounded(
      .integer, "a whole number of at least \(minimum)", Bounds(minimum: Double(minimum)))
  }

  public static func integer(in range: ClosedRange<Int>) -> Rule {
    bounded(
      .integer, "a whole number from \(range.lowerBound) to \(range.upperBound)",
      Bounds(minimum: Double(range.lowerBound), maximum: Double(range.upperBound)))
  }

  /// One of the given names.
  public static func oneOf(_ options: [Option]) -> Rule {
    let names = options.map(\.name)
    let text = "one of " + names.joined(separator: ", ")
    return Rule(
      kind: .string, text: text, options: options,
      counterexamples: ["no_such_option", "", 1]
    ) { value in
      if case .string(let name) = value { names.contains(name) } else { false }
    }
  }

  /// The name of a member of a large family, such as "a metric"; listed in hints only.
  public static func name(
    of thing: String, _ options: [Option], reference: Reference? = nil
  ) -> Rule {
    let names = Set(options.map(\.name))
    return Rule(
      kind: .string, text: "the name of \(thing)", options: options, reference: reference,
      counterexamples: ["no_such_option", "", 1]
    ) { value in
      if case .string(let name) = value { names.contains(name) } else { false }
    }
  }

  /// A class or another cell of the data: text that is not empty, or a number read as text.
  public static let label = Rule(
    kind: .string, text: "a text or a number", readsScalarsAsText: true, counterexamples: [""]
  ) { value in
    if case .string(let string) = value { !string.isEmpty } else { false }
  }

  /// Any text that is not empty.
  public static let text = nonEmpty("a text that is not empty", reference: nil)

  /// The path of a file, relative to the working directory.
  public static let path = nonEmpty("the path of a file", reference: .path)

  /// The name of a column of the data, which may be a number.
  public static let column = Rule(
    kind: .string, text: "the name of a column", reference: .column, readsScalarsAsText: true,
    counterexamples: [""]
  ) { value in
    if case .string(let string) = value { !string.isEmpty } else { false }
  }

  /// The name of a metric.
  public static let metric = nonEmpty("the name of a metric", reference: .metric)

  /// The code of a check.
  public static let check = nonEmpty("the code of a check", reference: .check)

  private static func nonEmpty(_ text: String, reference: Reference?) -> Rule {
    Rule(kind: .string, text: text, reference: reference, counterexamples: ["", 1, true]) { value in
      if case .string(let string) = value { !string.isEmpty } else { false }
    }
  }

  private static func bounded(_ kind: Kind, _ text: String, _ bounds: Bounds) -> Rule {
    var bad: [Literal] = ["1e-3s", true, .number(.nan), .number(.infinity)]
    if kind == .integer { bad.append(.number(1.5)) }
    func literal(_ value: Double) -> Literal {
      kind == .integer ? .integer(Int(value)) : .number(value)
    }
    if let minimum = bounds.minimum {
      bad.append(literal(bounds.isMinimumExcluded ? minimum : minimum - 1))
    }
    if let maximum = bounds.maximum {
      bad.append(literal(bounds.isMaximumExcluded ? maximum : maximum + 1))
    }
    return Rule(kind: kind, text: text, bounds: bounds, counterexamples: bad) { value in
      switch value {
      case .number(let number): bounds.contains(number)
      case .integer(let integer): bounds.contains(Double(integer))
      default: false
      }
    }
  }
}
