import Datasets
import Foundation

/// The checkout these tests were built from.
enum Checkout {
  static func path(_ path: String) -> String {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/",
      !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
    {
      folder.deleteLastPathComponent()
    }
    return folder.appending(path: path).path
  }
}

typealias DatasetProblem = DatasetError
