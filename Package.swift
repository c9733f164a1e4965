// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to the same language rules; the test script turns warnings into errors.
let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
  + (Context.environment["ASSAY_WARNINGS_ARE_ERRORS"] == nil
    ? [] : [.treatAllWarnings(as: .error)])

func system(_ name: String, pkgConfig: String, package: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([package])])
}

/// A library target; `imports` are the targets of this package that it may import.
func library(
  _ name: String, imports: [String], products: [Target.Dependency] = []
) -> Target {
  .target(
    name: name, dependencies: imports.map { .target(name: $0) } + products,
    swiftSettings: strict)
}

/// The tests of a library; files in `excluded` are read from the checkout, not bundled.
func tests(
  _ name: String, imports: [String], resources: [Resource] = [], excluded: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: ([name, "TestSupport"] + imports).map { .target(name: $0) },
    exclude: excluded, resources: resources, swiftSettings: strict)
}

let argumentParser: Target.Dependency =
  .product(name: "ArgumentParser", package: "swift-argument-parser")

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")

let package = Package(
  name: "assay",
  products: [
    .executable(name: "assay", targets: ["AssayCommand"]),
    // What the nested package Benchmarks builds on.
    .library(
      name: "AssayLibraries",
      targets: [
        "Datasets", "Diagnostics", "Evaluation", "Experiments", "Findings", "HealthyPipelines",
        "Learning", "LinearAlgebra", "Randomness", "Sanity", "Schema", "Specification",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    // The layers, lowest first: an arrow may only point to a line above.
    system("COpenBLAS", pkgConfig: "openblas", package: "libopenblas-dev"),
    system("CLAPACKE", pkgConfig: "lapacke", package: "liblapacke-dev"),
    system("CZlib", pkgConfig: "zlib", package: "zlib1g-dev"),
    system("CYAML", pkgConfig: "yaml-0.1", package: "libyaml-dev"),
    system("COpenSSL", pkgConfig: "libcrypto", package: "libssl-dev"),
    library("Memory", imports: []),
    library("Text", imports: []),
    library("Diagnostics", imports: ["Text"]),
    library("Randomness", imports: []),
    library("Schema", imports: ["Diagnostics", "Text"]),
    library("Findings", imports: ["Schema"]),
    // Loops for the widest vectors of the processor; only LinearAlgebra may import them.
    .target(name: "CKernels"),
    // Loops over the bytes of delimited text; only Datasets may import them.
    .target(name: "CScanning"),
    library("LinearAlgebra", imports: ["CKernels", "CLAPACKE", "COpenBLAS"]),
    library("Specification", imports: ["CYAML", "Diagnostics", "Schema", "Text"]),
    library(
      "Datasets",
      imports: [
        "COpenSSL", "CScanning", "CZlib", "Diagnostics", "LinearAlgebra", "Memory", "Randomness",
        "Schema", "Text",
      ], products: [grdb]),
    library(
      "Learning", imports: ["Findings", "LinearAlgebra", "Randomness", "Schema", "Text"]),
    library(
      "Inference",
      imports: ["Datasets", "Diagnostics", "Learning", "LinearAlgebra", "Schema", "Text"]),
    library(
      "Exports",
      imports: [
        "Datasets", "Diagnostics", "Inference", "Learning", "LinearAlgebra", "Schema", "Text",
      ]),
    library("Evaluation", imports: ["LinearAlgebra", "Randomness", "Schema"]),
    library(
      "Monitoring",
      imports: [
        "Datasets", "Diagnostics", "Evaluation", "Inference", "LinearAlgebra", "Randomness",
        "Schema", "Text",
      ]),
    library(
      "Sanity",
      imports: [
        "Datasets", "Diagnostics", "Evaluation", "Findings", "Learning", "LinearAlgebra",
        "Randomness", "Schema", "Text",
      ]),
    library(
      "Runs",
      imports: ["Diagnostics", "Evaluation", "Findings", "LinearAlgebra", "Schema", "Text"]),
    library(
      "Reporting", imports: ["Diagnostics", "Evaluation", "Findings", "Runs", "Schema", "Text"]),
    library(
      "Experiments",
      imports: [
        "Datasets", "Diagnostics", "Evaluation", "Exports", "Findings", "Inference", "Learning",
        "LinearAlgebra", "Memory", "Monitoring", "Randomness", "Reporting", "Runs", "Sanity",
        "Schema", "Specification", "Text",
      ]),
    .executableTarget(
      name: "AssayCommand",
      dependencies: [
        "Datasets", "Diagnostics", "Evaluation", "Experiments", "Exports", "Findings", "Inference",
        "Learning", "LinearAlgebra", "Monitoring", "Reporting", "Runs", "Sanity", "Schema",
        "Specification", "Text", argumentParser,
      ],
      swiftSettings: strict),

    // Sound pipelines in code, which no check may stop: for tests and for Benchmarks.
    .target(
      name: "HealthyPipelines",
      dependencies: [
        "Datasets", "Findings", "Learning", "LinearAlgebra", "Randomness", "Sanity", "Schema",
      ],
      path: "Tests/HealthyPipelines", swiftSettings: strict),

    // Mutated inputs for everything that is read, for scripts/fuzz.
    .executableTarget(
      name: "AssayFuzz",
      dependencies: [
        "Datasets", "Diagnostics", "Experiments", "Inference", "Learning", "Monitoring",
        "Randomness", "Reporting", "Runs", "Specification",
      ],
      path: "Tests/AssayFuzz", exclude: ["Seeds"], swiftSettings: strict),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["LinearAlgebra", "Randomness"],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests("Memory", imports: []),
    tests("Text", imports: []),
    tests("Diagnostics", imports: []),
    tests("Randomness", imports: []),
    tests("Schema", imports: ["Diagnostics"]),
    tests("Findings", imports: ["Schema"]),
    tests("LinearAlgebra", imports: ["CKernels", "Randomness"]),
    tests("Specification", imports: ["Diagnostics", "Schema"]),
    tests(
      "Datasets", imports: ["Diagnostics", "LinearAlgebra", "Randomness", "Schema"],
      excluded: ["Fixtures"]),
    tests(
      "Learning", imports: ["Findings", "LinearAlgebra", "Randomness", "Schema"],
      resources: [.copy("Fixtures")]),
    tests(
      "Inference", imports: ["Datasets", "Diagnostics", "Learning", "LinearAlgebra", "Schema"]),
    tests(
      "Exports",
      imports: ["Datasets", "Diagnostics", "Inference", "Learning", "LinearAlgebra", "Schema"]),
    tests(
      "Evaluation", imports: ["LinearAlgebra", "Randomness", "Schema"],
      resources: [.copy("Fixtures")]),
    tests(
      "Monitoring",
      imports: [
        "Datasets", "Diagnostics", "Inference", "Learning", "LinearAlgebra", "Randomness", "Schema",
      ],
      resources: [.copy("Fixtures")]),
    tests(
      "Sanity",
      imports: [
        "Datasets", "Diagnostics", "Evaluation", "Findings", "HealthyPipelines", "Learning",
        "LinearAlgebra", "Randomness", "Schema", "Text",
      ], excluded: ["Fixtures"]),
    tests(
      "Runs",
      imports: ["Diagnostics", "Evaluation", "Findings", "LinearAlgebra", "Schema", "Text"]),
    tests(
      "Reporting", imports: ["Diagnostics", "Evaluation", "Findings", "Runs", "Schema", "Text"],
      excluded: ["Snapshots"]),
    tests(
      "Experiments",
      imports: [
        "Datasets", "Diagnostics", "Evaluation", "Exports", "Findings", "Inference", "Learning",
        "LinearAlgebra", "Monitoring", "Memory", "Reporting", "Runs", "Sanity", "Schema",
        "Specification",
      ], excluded: ["Fixtures"]),
    .testTarget(
      name: "AssayCommandTests", dependencies: ["TestSupport"], exclude: ["Fixtures"],
      swiftSettings: strict),
  ]
)
