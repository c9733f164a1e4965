// swift-tools-version: 6.2
import PackageDescription

// Speed against other programs (scripts/bench), known faults (scripts/faults) and the truth of intervals
// and tests (scripts/simulations): a package of its own, so that the product's manifest shows the product.

let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
  + (Context.environment["ASSAY_WARNINGS_ARE_ERRORS"] == nil
    ? [] : [.treatAllWarnings(as: .error)])

let assay: Target.Dependency = .product(name: "AssayLibraries", package: "assay")

let package = Package(
  name: "assay-benchmarks",
  dependencies: [.package(name: "assay", path: "..")],
  targets: [
    .target(name: "CAllocationCounter"),
    .executableTarget(
      name: "AssayBenchmark", dependencies: ["CAllocationCounter", assay], swiftSettings: strict),
    .executableTarget(name: "AssayFaults", dependencies: [assay], swiftSettings: strict),
    .executableTarget(
      name: "AssaySimulations", dependencies: [assay], swiftSettings: strict),
    .testTarget(
      name: "AssayFaultsTests", dependencies: ["AssayFaults", assay], swiftSettings: strict),
  ]
)
