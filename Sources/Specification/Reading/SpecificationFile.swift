public import Diagnostics
import Foundation
import Text

/// A file that cannot be read as a spec: missing, a directory, too large, or not text.
public struct SpecificationFileError: ReportableError, Sendable, Hashable {
  public let diagnostic: Diagnostic

  public var diagnostics: [Diagnostic] { [diagnostic] }
  public var fault: Fault { .specification }

  init(_ id: String, _ message: String, hint: String? = nil, notes: [String] = []) {
    diagnostic = Diagnostic(id: id, message, hint: hint, notes: notes)
  }

  init(_ diagnostic: Diagnostic) {
    self.diagnostic = diagnostic
  }
}

/// Reads the text of a spec from a file.
struct SpecificationFile {
  /// The largest spec, in bytes.
  static let sizeLimit = 1 << 20

  static func text(at path: String) throws(SpecificationFileError) -> String {
    let bytes = try bytes(at: path)
    guard bytes.count <= sizeLimit else {
      throw SpecificationFileError(
        "spec-size", "a spec has at most 1 MiB; got more in \"\(path)\"",
        hint: "is this a file of data?")
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw SpecificationFileError(
        "spec-encoding", "a spec is text in UTF-8; got UTF-16 in \"\(path)\"",
        hint: "save it as UTF-8")
    }
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    guard let text = String(validating: content, as: UTF8.self) else {
      throw SpecificationFileError(encodingProblem(of: content, path: path))
    }
    return text
  }

  private static func bytes(at path: String) throws(SpecificationFileError) -> [UInt8] {
    var isDirectory: ObjCBool = false
    guard !path.isEmpty, FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
    else {
      throw SpecificationFileError(
        "spec-missing", "there is no spec \"\(path)\"",
        hint: sibling(of: path).map { "did you mean \"\($0)\"?" })
    }
    guard !isDirectory.boolValue else {
      throw SpecificationFileError(
        "spec-directory", "a spec is a file; got the directory \"\(path)\"",
        hint: specs(in: path))
    }
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? handle.close() }
      return try Array(handle.read(upToCount: sizeLimit + 1) ?? Data())
    } catch {
      throw SpecificationFileError(
        "spec-unreadable", "the spec \"\(path)\" cannot be read: \(reason(of: error))")
    }
  }

  private static func reason(of error: any Error) -> String {
    let cocoa = error as NSError
    if cocoa.domain == NSCocoaErrorDomain, cocoa.code == CocoaError.fileReadNoPermission.rawValue {
      return "permission denied"
    }
    let cause = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError ?? cocoa
    guard cause.domain == NSPOSIXErrorDomain else { return cause.localizedDescription }
    return String(cString: strerror(Int32(cause.code))).lowercased()
  }

  /// The file with the most similar name in the folder of a missing one.
  private static func sibling(of path: String) -> String? {
    let missing = PathName(path)
    let (folder, name) = (missing.folder, missing.name)
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
    guard let names else { return nil }
    let specs = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
    let near =
      specs.first { $0 == name + ".yaml" || $0 == name + ".yml" }
      ?? Suggestion.nearest(to: name, among: specs)
    return near.map { PathName.joined(folder, $0) }
  }

  private static func specs(in folder: String) -> String? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let specs = names.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
    guard !specs.isEmpty else { return nil }
    return ShapeChecker.list(specs, called: "specs in it")
  }

  /// A diagnostic at the first byte that is not UTF-8.
  private static func encodingProblem(of bytes: ArraySlice<UInt8>, path: String) -> Diagnostic {
    var line: [UInt8] = []
    var lineNumber = 1
    for part in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil {
        line = Array(part)
        break
      }
      lineNumber += 1
    }
    // The longest valid prefix; it lacks at most the bytes of one scalar.
    var good = ""
    var length = 0
    for end in line.indices {
      if let text = String(validating: line[...end], as: UTF8.self) {
        (good, length) = (text, end + 1)
      }
      if end - length > 4 { break }
    }
    let bad = length < line.count ? line[length] : 0
    let code = String(bad, radix: 16, uppercase: true)
    return Diagnostic(
      id: "spec-encoding", "a spec is text in UTF-8; got the byte 0x\(code)",
      at: SourceLocation(
        file: path, line: lineNumber, column: good.unicodeScalars.count + 1),
      excerpt: Excerpt(line: String(decoding: line, as: UTF8.self), length: 1),
      hint: "save it as UTF-8")
  }
}
