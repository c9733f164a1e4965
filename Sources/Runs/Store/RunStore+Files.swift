extension RunStore {
  /// The bytes of a file in a folder, of a run or of what was copied out of one; nil where there is
  /// none.
  public static func bytes(
    of name: String, inFolder path: String
  ) throws(FileFailure) -> [UInt8]? {
    try RunFolder(path: path).bytes(of: name)
  }
}
