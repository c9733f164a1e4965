internal import CLAPACKE

/// Why a matrix has no such factorization.
public enum FactorizationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The leading block of this order is not positive definite.
  case notPositiveDefinite(order: Int)
  /// An iteration inside LAPACK did not end.
  case notConverged
  /// An element is not finite.
  case notFinite

  public var description: String {
    switch self {
    case .notPositiveDefinite(let order):
      "a matrix to factorize must be positive definite; got one whose leading block of order \(order) is not"
    case .notConverged: "the iteration of a matrix factorization did not converge"
    case .notFinite: "a matrix to factorize must be finite; got an element that is not"
    }
  }
}

/// Ends the program over a call of LAPACK with a bad argument, a mistake in Assay itself, or without
/// memory.
func expectGoodArguments(_ routine: StaticString, _ info: Int32) {
  if info == LAPACK_WORK_MEMORY_ERROR { fatalError("\(routine): no memory for its workspace") }
  if info < 0 { fatalError("\(routine): argument \(-info) is bad") }
}
