internal import Foundation

// Inlinable, because as generic code of another module a shuffle would allocate for each exchange of two elements.

extension RandomNumberGenerator {
  /// A number in [0, 1) with 53 random bits.
  @inlinable
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number from the standard normal distribution.
  ///
  /// **Source** Box and Muller 1958, the cosine half, so that each draw takes two words.
  public mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// A whole number in 0..<bound without bias.
  ///
  /// **Source** Lemire 2019, multiplication with rejection.
  @inlinable
  public mutating func integer(below bound: Int) -> Int {
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// Puts the elements into a random order.
  ///
  /// **Source** Durstenfeld 1964; written out so that the order never depends on the library.
  @inlinable
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    guard elements.count > 1 else { return }
    for i in stride(from: elements.count - 1, to: 0, by: -1) {
      elements.swapAt(i, integer(below: i + 1))
    }
  }

  /// The numbers 0..<count in a random order.
  @inlinable
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }
}
