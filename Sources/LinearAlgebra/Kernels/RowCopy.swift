internal import CKernels

/// Copies of rows whatever their elements.
@usableFromInline
enum RowCopy {
  /// Copies the rows of `size` bytes at some positions to rows that lie `distance` bytes apart.
  @usableFromInline
  static func gather(
    _ positions: UnsafeBufferPointer<Int>, of rows: UnsafeRawPointer, size: Int,
    to target: UnsafeMutableRawPointer, distance: Int
  ) {
    guard let first = positions.baseAddress else { return }
    kernel_gather_rows(positions.count, size, rows, first, target, distance)
  }
}
