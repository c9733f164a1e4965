import Foundation
import Testing

/// The house's plan, held against the package's manifest and the sources.
@Suite struct ArchitectureTests {
  /// The layers, lowest first: a target may only import what stands above it in this list.
  static let layers = [
    "COpenBLAS", "CLAPACKE", "CZlib", "COpenSSL", "CYAML", "CKernels", "CScanning", "Memory",
    "Text", "Diagnostics",
    "Randomness",
    "Schema", "Findings", "LinearAlgebra", "Specification", "Datasets", "Learning",
    "Inference", "Exports", "Evaluation", "Monitoring", "Sanity",
    "Runs",
    "Reporting", "Experiments", "AssayCommand",
  ]

  /// What is no part of the product: support for tests.
  static let besideTheHouse = ["TestSupport", "HealthyPipelines", "AssayFuzz"]

  /// Siblings that must not know each other, whatever their place in the list.
  static let strangers = [
    ("Learning", "Evaluation"), ("Learning", "Datasets"), ("Evaluation", "Datasets"),
    ("Specification", "Learning"), ("Specification", "Datasets"), ("Runs", "Learning"),
    ("Runs", "Datasets"), ("Runs", "Sanity"), ("Reporting", "Sanity"), ("Reporting", "Learning"),
    ("Reporting", "Datasets"), ("Inference", "Evaluation"), ("Inference", "Runs"),
  ]

  @Test func everyDeclaredDependencyPointsDown() throws {
    for target in try Manifest.read().targets where target.type != "test" {
      guard let own = Self.layers.firstIndex(of: target.name) else {
        #expect(
          Self.besideTheHouse.contains(target.name), "\(target.name) has no place among the layers")
        continue
      }
      for dependency in target.targetDependencies {
        let other = try #require(Self.layers.firstIndex(of: dependency))
        #expect(other < own, "\(target.name) must not import \(dependency): it stands below it")
      }
    }
  }

  @Test func strangersStayStrangers() throws {
    let targets = try Manifest.read().targets
    for (name, stranger) in Self.strangers {
      let target = try #require(targets.first { $0.name == name })
      #expect(!target.targetDependencies.contains(stranger), "\(name) must not know \(stranger)")
    }
  }

  @Test func everyImportIsDeclared() throws {
    let targets = try Manifest.read().targets
    let own = Set(targets.map(\.name))
    for target in targets where Self.layers.contains(target.name) && target.type != "system-target"
    {
      let allowed = Set(target.targetDependencies)
      for file in try SourceTree.swiftFiles(in: "Sources/\(target.name)") {
        for module in file.importedModules where own.contains(module) {
          #expect(
            allowed.contains(module), "\(file.path) imports \(module), which its target may not")
        }
      }
    }
  }

  /// Only one module knows YAML, only one knows BLAS, only the command prints.
  @Test(arguments: [
    ("import CYAML", ["Specification"]),
    ("import COpenBLAS", ["LinearAlgebra"]), ("import CLAPACKE", ["LinearAlgebra"]),
    ("import CKernels", ["LinearAlgebra"]), ("import CScanning", ["Datasets"]),
    ("import ArgumentParser", ["AssayCommand"]), ("import GRDB", ["Datasets"]),
    (" print(", ["AssayCommand"]),
  ])
  func onlyItsOwnerUses(_ text: String, owners: [String]) throws {
    for layer in Self.layers where !owners.contains(layer) {
      for file in try SourceTree.swiftFiles(in: "Sources/\(layer)") {
        let line = file.lines.first {
          $0.contains(text) && !$0.trimmingCharacters(in: .whitespaces).hasPrefix("//")
        }
        #expect(line == nil, "\(file.path) has \"\(text)\": only \(owners) may")
      }
    }
  }

  /// Paths are taken apart in one place; Foundation's own calls trap on some short paths.
  @Test(arguments: [
    "NSString", "fileURLWithPath", "lastPathComponent", "deletingLastPathComponent",
    "deleteLastPathComponent", "appendingPathComponent", "pathExtension", "deletingPathExtension",
  ])
  func onlyPathNameTakesPathsApart(_ call: String) throws {
    for layer in Self.layers {
      for file in try SourceTree.swiftFiles(in: "Sources/\(layer)") {
        #expect(!file.text.contains(call), "\(file.path) has \(call): PathName is for paths")
      }
    }
  }

  /// A file of a catalog's folder that defines an entry must be listed in the catalog.
  @Test(arguments: CatalogFolder.all)
  func theCatalogListsEveryFileOfItsFolder(_ folder: CatalogFolder) throws {
    let catalog = try SourceTree.file(folder.catalogFile).text
    var entryCount = 0
    for file in try SourceTree.swiftFiles(in: folder.path) where file.path != folder.catalogFile {
      for entry in file.entries(of: folder.entryType) {
        entryCount += 1
        #expect(
          catalog.contains(".\(entry)"),
          "\(file.path) defines .\(entry): add it to \(folder.catalogFile)")
      }
    }
    #expect(entryCount > 0, "no entries found in \(folder.path): has the pattern changed?")
  }
}

/// A folder whose files are the members of a catalog.
struct CatalogFolder: Sendable, CustomTestStringConvertible {
  let path: String
  let entryType: String
  let catalogFile: String

  var testDescription: String { path }

  static let all = [
    CatalogFolder(
      path: "Sources/Learning/Models", entryType: "ModelEntry",
      catalogFile: "Sources/Learning/Catalogs.swift"),
    CatalogFolder(
      path: "Sources/Learning/Optimizers", entryType: "OptimizerEntry",
      catalogFile: "Sources/Learning/Catalogs.swift"),
    CatalogFolder(
      path: "Sources/Learning/Schedules", entryType: "ScheduleEntry",
      catalogFile: "Sources/Learning/Catalogs.swift"),
    CatalogFolder(
      path: "Sources/Evaluation/Metrics", entryType: "Metric",
      catalogFile: "Sources/Evaluation/Metrics/MetricCatalog.swift"),
    CatalogFolder(
      path: "Sources/Sanity/Checks", entryType: "CheckEntry",
      catalogFile: "Sources/Sanity/Catalog/CheckCatalog.swift"),
    CatalogFolder(
      path: "Sources/Experiments/Baselines", entryType: "BaselineEntry",
      catalogFile: "Sources/Experiments/Baselines/Baseline.swift"),
    CatalogFolder(
      path: "Sources/Reporting/Sections", entryType: "ReportSection",
      catalogFile: "Sources/Reporting/HTML/ReportSection.swift"),
  ]
}
