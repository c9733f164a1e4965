import Glibc
import Testing

@testable import Datasets

@Suite struct FileBytesTests {
  /// Around the sizes of the chunks that are read ahead.
  @Test(arguments: [0, 1, 1 << 20, (1 << 20) + 1, 4 << 20, (9 << 20) + 12_345])
  func filesOfAllSizesAreReadWhole(count: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      for i in 0..<count { buffer[i] = UInt8(truncatingIfNeeded: i &* 31 ^ (i >> 11)) }
      filled = count
    }
    let path = try folder.file("f", bytes)
    let file = try FileBytes(path: path)
    #expect(try file.readAll() == bytes)
    #expect(try file.finishDigest() == SHA256.digest(of: bytes))
    #expect(file.rawByteCount == count)
    // A reader that loses interest still gives the digest of the whole file, or simply ends.
    let partial = try FileBytes(path: path)
    #expect(try partial.readAll(limit: 10) == Array(bytes.prefix(10)))
    #expect(try partial.finishDigest() == SHA256.digest(of: bytes))
    for _ in 0..<20 { _ = try FileBytes(path: path).readAll(limit: 3) }
  }

  /// Neither blocks until somebody writes to it, nor is it read without an end.
  @Test func onlyRegularFilesAreRead() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    func message(_ path: String) -> [String] {
      do {
        _ = try FileBytes(path: path)
        return []
      } catch let error as DatasetError {
        return folder.messages(of: error)
      } catch { return ["\(error)"] }
    }
    #expect(message(pipe) == ["error: a data file must be a file; got the named pipe \"pipe\""])
    #expect(
      message("/dev/zero") == ["error: a data file must be a file; got the device \"/dev/zero\""])
  }
}
