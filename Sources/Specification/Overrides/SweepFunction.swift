import Foundation
import Schema
import Text

/// A function that generates the values of a sweep.
enum SweepFunction: String, CaseIterable {
  case choice, range, logspace

  enum Failure: Error {
    /// The arguments are not valid; what was found instead.
    case usage(String)
    case tooMany
  }

  /// The expected arguments.
  var usage: String {
    switch self {
    case .choice: "choice(a, b, …) must have at least one value"
    case .range: "range(start, stop, step) must lead from start towards stop"
    case .logspace: "logspace(a, b, n) must have two exponents and a count of at least 1"
    }
  }

  func choices(
    of arguments: [Override.Choice], at origin: Origin, limit: Int
  ) throws(Failure) -> [Override.Choice] {
    switch self {
    case .choice:
      guard !arguments.isEmpty else { throw .usage("none") }
      return arguments
    case .range:
      return try Self.range(arguments, at: origin, limit: limit)
    case .logspace:
      return try Self.logspace(arguments, at: origin, limit: limit)
    }
  }

  /// Values from start by step, without stop; decimal steps give decimal values without accumulated
  /// rounding errors.
  private static func range(
    _ arguments: [Override.Choice], at origin: Origin, limit: Int
  ) throws(Failure) -> [Override.Choice] {
    guard (1...3).contains(arguments.count) else {
      throw .usage(NumberFormat.count(arguments.count, "value"))
    }
    let numbers = try arguments.map { (argument) throws(Failure) in try number(argument) }
    let start = numbers.count > 1 ? numbers[0] : 0
    let stop = numbers.count > 1 ? numbers[1] : numbers[0]
    let step = numbers.count > 2 ? numbers[2] : 1
    let count = ((stop - start) / step - 1e-9).rounded(.up)
    guard step != 0, count >= 1 else { throw .usage("no value") }
    guard count <= Double(limit) else { throw .tooMany }
    let areWhole = arguments.allSatisfy {
      if case .integer = $0.node.literal { true } else { false }
    }
    let digits = arguments.map { decimals(of: $0.text) }.max() ?? 0
    return (0..<Int(count)).map { index in
      let value = start + Double(index) * step
      if areWhole, let whole = Int(exactly: value) { return choice(.integer(whole), at: origin) }
      let scale = pow(10, Double(digits))
      let rounded = digits <= 15 ? (value * scale).rounded() / scale : value
      return choice(.number(rounded), at: origin)
    }
  }

  /// n values from 10^a to 10^b, evenly spaced in their exponents.
  private static func logspace(
    _ arguments: [Override.Choice], at origin: Origin, limit: Int
  ) throws(Failure) -> [Override.Choice] {
    guard arguments.count == 3 else { throw .usage(NumberFormat.count(arguments.count, "value")) }
    let first = try number(arguments[0])
    let last = try number(arguments[1])
    guard case .integer(let count) = arguments[2].node.literal, count >= 1 else {
      throw .usage("\(arguments[2].node.foundText) for n")
    }
    guard count <= limit else { throw .tooMany }
    return (0..<count).map { index in
      let fraction = count == 1 ? 0 : Double(index) / Double(count - 1)
      let exponent = first + (last - first) * fraction
      // A whole exponent gives an exact power of ten, without rounding errors of pow.
      let whole = Int(exactly: exponent).flatMap { Double("1e\($0)") }
      return choice(.number(whole ?? pow(10, exponent)), at: origin)
    }
  }

  private static func number(_ argument: Override.Choice) throws(Failure) -> Double {
    switch argument.node.literal {
    case .integer(let integer): return Double(integer)
    case .number(let number) where number.isFinite: return number
    default: throw .usage(argument.node.foundText)
    }
  }

  /// Number of decimal places: 2 for 0.05 and for 5e-2; more than 15 for other numbers.
  private static func decimals(of text: String) -> Int {
    let parts = text.lowercased().split(separator: "e", maxSplits: 1)
    guard let mantissa = parts.first else { return 0 }
    let fraction = mantissa.split(separator: ".", omittingEmptySubsequences: false).dropFirst()
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return max(0, (fraction.first?.count ?? 0) - exponent)
  }

  private static func choice(_ literal: Literal, at origin: Origin) -> Override.Choice {
    Override.Choice(
      node: LocatedNode(literal, at: origin), text: YAMLWriter.scalarText(literal))
  }
}
