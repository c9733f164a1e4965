/// A part of a scratch file that is mapped into memory; its room is free again with this object.
///
/// `@unchecked Sendable`: who holds it agrees on who writes to its addresses.
final class ScratchPart: @unchecked Sendable {
  let file: ScratchFile
  let base: UnsafeMutableRawPointer
  let byteCount: Int
  /// Where the part begins in the file.
  let offset: Int

  init(file: ScratchFile, base: UnsafeMutableRawPointer, byteCount: Int, offset: Int) {
    self.file = file
    self.base = base
    self.byteCount = byteCount
    self.offset = offset
  }

  deinit { file.release(self) }
}

extension Int {
  /// The least multiple that is not less.
  func roundedUp(to multiple: Int) -> Int { (self + multiple - 1) / multiple * multiple }
}
