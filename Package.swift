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
func library(_ name: String, imports: [String], packages: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: imports.map { .target(name: $0) } + packages,
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

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let argumentParser: Target.Dependency =
  .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "assay",
  products: [.executable(name: "assay", targets: ["AssayCommand"])],
  dependencies: [
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // The layers, lowest first: an arrow may only point to a line above.
    system("COpenBLAS", pkgConfig: "openblas", package: "libopenblas-dev"),
    system("CZlib", pkgConfig: "zlib", package: "zlib1g-dev"),
    system("COpenSSL", pkgConfig: "libcrypto", package: "libssl-dev"),
    // Large allocations in a file: only Memory may import it.
    .target(name: "CLargeMemory"),
    library("Memory", imports: ["CLargeMemory"]),
    library("Diagnostics", imports: []),
    library("Randomness", imports: []),
    library("Schema", imports: ["Diagnostics"]),
    // Loops for the widest vectors of the processor; only LinearAlgebra may import them.
    .target(name: "CKernels"),
    library("LinearAlgebra", imports: ["CKernels", "COpenBLAS"]),
    library("Specification", imports: ["Diagnostics", "Schema"], packages: [yams]),
    library(
      "Datasets",
      imports: ["CZlib", "COpenSSL", "Diagnostics", "LinearAlgebra", "Randomness", "Schema"]),
    library("Learning", imports: ["LinearAlgebra", "Randomness", "Schema"]),
    library("Evaluation", imports: ["LinearAlgebra", "Randomness", "Schema"]),
    library(
      "Sanity",
      imports: [
        "Datasets", "Diagnostics", "Evaluation", "Learning", "LinearAlgebra", "Randomness",
        "Schema",
      ]),
    library("Runs", imports: ["Diagnostics", "Evaluation", "LinearAlgebra", "Sanity", "Schema"]),
    library("Reporting", imports: ["Evaluation", "Runs", "Sanity", "Schema"]),
    library(
      "Experiments",
      imports: [
        "Datasets", "Diagnostics", "Evaluation", "Learning", "LinearAlgebra", "Memory",
        "Randomness", "Reporting", "Runs", "Sanity", "Schema", "Specification",
      ]),
    .executableTarget(
      name: "AssayCommand",
      dependencies: [
        "Datasets", "Diagnostics", "Evaluation", "Experiments", "Learning", "LinearAlgebra",
        "Reporting", "Runs", "Sanity", "Schema", "Specification", argumentParser,
      ],
      swiftSettings: strict,
      // At a fixed address the loader has none of the 89,000 addresses in the program to adapt: a
      // twentieth of what a small run takes.
      linkerSettings: [
        .unsafeFlags(
          ["-Xclang-linker", "-no-pie"], .when(platforms: [.linux], configuration: .release))
      ]),

    // Measured against other programs by scripts/bench; not part of the product.
    .target(name: "CAllocationCounter", path: "Benchmarks/CAllocationCounter"),
    .executableTarget(
      name: "AssayBenchmark",
      dependencies: [
        "CAllocationCounter", "Datasets", "Evaluation", "Learning", "LinearAlgebra", "Schema",
      ],
      path: "Benchmarks/Sources", swiftSettings: strict),
    // Known faults in known pipelines, to see which the gate finds; run by scripts/faults.
    .executableTarget(
      name: "AssayFaults",
      dependencies: [
        "Datasets", "Diagnostics", "Evaluation", "Experiments", "HealthyPipelines", "Learning",
        "LinearAlgebra", "Randomness", "Sanity", "Schema", "Specification",
      ],
      path: "Benchmarks/faults/Sources", swiftSettings: strict),

    // Sound pipelines in code, which no check may stop: for tests and for scripts/faults.
    .target(
      name: "HealthyPipelines",
      dependencies: ["Datasets", "Learning", "LinearAlgebra", "Randomness", "Sanity", "Schema"],
      path: "Tests/HealthyPipelines", swiftSettings: strict),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["LinearAlgebra", "Randomness"],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests("Memory", imports: []),
    tests("Diagnostics", imports: []),
    tests("Randomness", imports: []),
    tests("Schema", imports: ["Diagnostics"]),
    tests("LinearAlgebra", imports: ["Randomness"]),
    tests("Specification", imports: ["Diagnostics", "Schema"]),
    tests(
      "Datasets", imports: ["Diagnostics", "LinearAlgebra", "Randomness", "Schema"],
      excluded: ["Fixtures"]),
    tests(
      "Learning", imports: ["LinearAlgebra", "Randomness", "Schema"],
      resources: [.copy("Fixtures")]),
    tests(
      "Evaluation", imports: ["LinearAlgebra", "Randomness", "Schema"],
      resources: [.copy("Fixtures")]),
    tests(
      "Sanity",
      imports: [
        "Datasets", "Diagnostics", "Evaluation", "HealthyPipelines", "Learning", "LinearAlgebra",
        "Randomness", "Schema",
      ]),
    tests(
      "Runs", imports: ["Diagnostics", "Evaluation", "LinearAlgebra", "Sanity", "Schema"]),
    tests(
      "Reporting", imports: ["Evaluation", "Runs", "Sanity", "Schema"],
      excluded: ["Snapshots"]),
    tests(
      "Experiments",
      imports: [
        "Datasets", "Diagnostics", "Evaluation", "Learning", "LinearAlgebra", "Memory",
        "Reporting", "Runs", "Sanity", "Schema", "Specification",
      ]),
    .testTarget(
      name: "AssayFaultsTests",
      dependencies: [
        "AssayFaults", "Datasets", "Evaluation", "Experiments", "Learning", "LinearAlgebra",
        "Randomness", "Sanity", "Schema", "Specification", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "AssayCommandTests", dependencies: ["TestSupport"], exclude: ["Fixtures"],
      swiftSettings: strict),
  ]
)
