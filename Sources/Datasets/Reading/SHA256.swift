internal import COpenSSL

/// An incremental SHA-256 digest, 64 hexadecimal digits.
public final class SHA256 {
  private var context = SHA256_CTX()

  public init() {
    guard SHA256_Init(&context) == 1 else { fatalError("OpenSSL offers no SHA-256") }
  }

  public func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress, bytes.count > 0 else { return }
    guard SHA256_Update(&context, start, bytes.count) == 1 else {
      fatalError("OpenSSL could not digest \(bytes.count) bytes")
    }
  }

  /// The digest of all bytes so far; to be called once.
  public func finalize() -> String {
    finalizeBytes().map { byte in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }

  /// The 32 bytes of the digest of all bytes so far; to be called once in place of `finalize`.
  func finalizeBytes() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Self.byteCount)
    guard SHA256_Final(&digest, &context) == 1 else {
      fatalError("OpenSSL could not finish a digest")
    }
    return digest
  }

  static let byteCount = 32

  /// The digest of an array of bytes.
  public static func digest(of bytes: [UInt8]) -> String {
    let hash = SHA256()
    bytes.withUnsafeBytes(hash.update)
    return hash.finalize()
  }

  /// The digest of whole numbers, each as eight bytes, least significant first.
  public static func digest(of numbers: [Int]) -> String {
    let hash = SHA256()
    numbers.map { Int64($0).littleEndian }.withUnsafeBytes(hash.update)
    return hash.finalize()
  }
}
