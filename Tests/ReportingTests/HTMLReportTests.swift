import Foundation
import Runs
import Testing

@testable import Reporting

@Suite struct HTMLReportTests {
  static let names = Sample.all.map(\.name) + ["comparison"]

  private func page(_ name: String) throws -> String {
    let record = Sample.all.first { $0.name == name }?.record
    let page = record.map { HTMLReport.render($0) } ?? HTMLReport.render(Sample.comparison)
    if let folder = ProcessInfo.processInfo.environment["RENDERED_REPORTS"] {
      try page.write(toFile: "\(folder)/\(name).html", atomically: true, encoding: .utf8)
    }
    return page
  }

  @Test(arguments: names) func isWellFormed(name: String) throws {
    #expect(throws: Never.self) { try Markup(page(name)) }
  }

  @Test(arguments: names) func keepsItsOutline(name: String) throws {
    try expectSnapshot(Markup(page(name)).outline, "\(name).outline.txt")
  }

  @Test(arguments: names) func needsNoNetworkAndNoScript(name: String) throws {
    let page = try page(name)
    #expect(!page.contains("<script"))
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(!page.contains("url(") && !page.contains("@import"))
    for event in try Markup(page).events {
      guard case .open(let element, let attributes) = event else { continue }
      #expect(!["link", "img", "iframe", "object", "embed", "form"].contains(element))
      #expect(!attributes.contains { $0.name.hasPrefix("on") || $0.name == "src" })
    }
  }

  @Test(arguments: names) func isSmall(name: String) throws {
    #expect(try page(name).utf8.count < 150_000)
  }

  @Test(arguments: names) func drawsOnlyFiniteCoordinates(name: String) throws {
    for event in try Markup(page(name)).events {
      guard case .open(_, let attributes) = event else { continue }
      for attribute in attributes where ["d", "x", "y", "width", "height"].contains(attribute.name)
      {
        #expect(!attribute.value.contains("nan") && !attribute.value.contains("inf"))
      }
    }
  }

  @Test func showsNoDirectionOverride() throws {
    #expect(!(try page("hostile").unicodeScalars.contains { (0x202A...0x202E).contains($0.value) }))
  }
}
