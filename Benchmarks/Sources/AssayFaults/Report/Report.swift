import Foundation

/// `Benchmarks/FAULTS.md`: what was found, as it is.
struct Report {
  let results: Results

  init(_ results: Results) {
    self.results = results
  }

  var text: String {
    (head + goals + timing + healthy + severities + faults + confusion + missed + misnamed
      + unrepaired
      + unhurting + cost + method).joined(separator: "\n") + "\n"
  }

  private var all: [Examination] { results.examinations }
  private var groups: [(String, [Examination])] {
    [
      ("B1–B4", results.examinations(judging: false)),
      ("B5–B8", results.examinations(judging: true)), ("all", all),
    ]
  }

  private var head: [String] {
    [
      "# Faults", "",
      "Written by `scripts/faults`; never by hand. Known faults are put into sound pipelines; what",
      "the gate and the checks while and after training said of them is counted, beside five",
      "debuggers of training that are re-implemented from their published rules.", "",
      "- Extent: \(results.options.scope), \(results.options.seeds) seeds a side, "
        + "\(all.count) instances of faults that hurt, \(results.seconds) s.",
      "- Thresholds: SHA-256 of `Sources/Sanity/Catalog/Threshold.swift` is "
        + "`\(results.thresholdsDigest)`.",
      "- An instance is a fault, a base and a severity. B1–B4 are those on whose results "
        + "thresholds may be chosen; B5–B8, with other data, judge.", "",
    ]
  }

  private var goals: [String] {
    func row(
      _ measure: String, _ goal: String, _ published: String,
      _ counted: ([Examination]) -> (Int, Int)
    ) -> [String] {
      [measure, goal]
        + groups.map {
          let (count, total) = counted($0.1)
          return share(count, of: total)
        } + [published]
    }
    let stops = results.healthy.count { !$0.stops.isEmpty }
    return ["## Goals", ""]
      + table(
        ["measure", "goal"] + groups.map(\.0) + ["best published"],
        [
          row(
            "detected before or within the first 5 % of the run", "≥ 96 %", "94.3 % after training"
          ) {
            ($0.count { $0.isDetected(by: 0.05) }, $0.count)
          },
          row("detected at any time", "", "") { ($0.count { $0.detectedAt != nil }, $0.count) },
          row("stopped", "", "") { ($0.count(where: \.isStopped), $0.count) },
          row("cause named first", "≥ 85 %", "64 %") {
            ($0.count { $0.causeRank == 0 }, $0.count)
          },
          row("cause among the first three", "≥ 95 %", "") {
            ($0.count { ($0.causeRank ?? 9) < 3 }, $0.count)
          },
          row("repair verified by full runs, of repairable faults", "≥ 75 %", "53 %") {
            let own = $0.filter(\.fault.isRepairable)
            return (own.count { $0.restoringRank == 0 }, own.count)
          },
          row("the same by an edit drawn at random", "", "") {
            let own = $0.filter(\.fault.isRepairable)
            return (own.count(where: \.isRestoredAtRandom), own.count)
          },
          row("diagnosis says that it does not know", "≤ 5 %", "") {
            ($0.count(where: \.verdicts.isAbstaining), $0.count)
          },
          row("data faults F41–F64 detected", "≥ 95 %", "0 % by debuggers of training") {
            let own = $0.filter(\.fault.isOfData)
            return (own.count { $0.detectedAt != nil }, own.count)
          },
          [
            "stop-alarms on the sound pipelines H01–H36, five seeds each", "0", "", "",
            share(results.listed.count { !$0.stops.isEmpty }, of: results.listed.count),
            "36–97 %",
          ],
          [
            "stop-alarms on generated sound specs", "0", "", "",
            share(stops, of: results.healthy.count), "36–97 %",
          ],
          [
            "same verdicts when asked again / with another number of threads", "always", "", "",
            "\(share(results.sameness.count - results.sameness.again.count, of: results.sameness.count)) / "
              + share(
                results.sameness.count - results.sameness.otherThreads.count,
                of: results.sameness.count), "",
          ],
        ]) + [""]
      + (results.sameness.again + results.sameness.otherThreads).prefix(10).map {
        "- differs: \($0)"
      }
  }

  private var timing: [String] {
    let shares = [0, 0.01, 0.05, 0.3, 1]
    func row(_ name: String, _ own: [Examination], _ when: (Examination) -> Double?) -> [String] {
      [name]
        + shares.map { limit in
          share(own.count { when($0).map { $0 <= limit } ?? false }, of: own.count)
        }
    }
    var lines = ["", "## When it was detected", ""]
    for (name, own) in groups.prefix(2) {
      lines += [
        "\(name): share of instances detected by that part of the run. *News alone* leaves out alarms that the",
        "peer raises by the same rule on the sound base; Assay's are counted so in any case.", "",
      ]
      var rows = [row("Assay", own) { $0.detectedAt }]
      for peer in peers { rows.append(row(peer.name, own) { $0.alarms[peer.name]?.share }) }
      for peer in peers {
        rows.append(row("\(peer.name), news alone", own) { $0.news(of: peer.name)?.share })
      }
      rows.append(row("overfit check only", own) { $0.overfitStop })
      lines += table(["", "0 %", "1 %", "5 %", "30 %", "100 %"], rows)
      lines.append("")
    }
    let spent: Double = all.map(\.stoppedAt).reduce(0, +)
    let saved: Double = 100 * (1 - spent / Double(max(1, all.count)))
    lines.append("Steps not spent because of a stop: \(String(format: "%.1f", saved)) % of all.")
    return lines + [""]
  }

  private var healthy: [String] {
    let columns = [results.healthy, results.listed, results.soundBases]
    func row(_ name: String, _ cell: ([HealthyTrial]) -> String) -> [String] {
      [name] + columns.map(cell)
    }
    var rows = [
      row("stopped by Assay") { own in share(own.count { !$0.stops.isEmpty }, of: own.count) },
      row("warnings of Assay a run") { own in
        let warned = own.reduce(0) { $0 + $1.warnings.count }
        return String(format: "%.2f", Double(warned) / Double(max(1, own.count)))
      },
    ]
    for peer in peers {
      rows.append(
        row("alarms of \(peer.name)") { own in
          share(own.count { $0.alarmed.contains(peer.name) }, of: own.count)
        })
    }
    let generated = "generated specs (\(results.healthy.count) of \(results.drawn) drawn)"
    var lines = ["## Sound pipelines", ""]
    lines += table(
      ["", generated, "sound pipelines H01–H36, five seeds each", "bases, five seeds each"], rows)
    let stops: [String] = columns.joined().flatMap(\.stops)
    if !stops.isEmpty { lines += ["", "Stops:", ""] + stops.map { "- \($0.prefix(200))" } }
    let counts = Dictionary(
      columns.joined().flatMap(\.warnedCodes).map { ($0, 1) }, uniquingKeysWith: +)
    if !counts.isEmpty {
      let text = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      lines += ["", "Warnings by check: \(text)."]
    }
    return lines + [""]
  }

  private var severities: [String] {
    ["## By severity and place", ""]
      + table(
        ["", "instances", "detected within 5 %", "detected", "stopped", "cause first"],
        Instance.Level.allCases.map { level in
          row(level.rawValue, all.filter { $0.instance.level == level })
        }
          + Fault.Place.allCases.map { place in
            row("in the \(place.rawValue)", all.filter { $0.fault.place == place })
          }) + [""]
  }

  private func row(_ name: String, _ own: [Examination]) -> [String] {
    [
      name, "\(own.count)", share(own.count { $0.isDetected(by: 0.05) }, of: own.count),
      share(own.count { $0.detectedAt != nil }, of: own.count),
      share(own.count(where: \.isStopped), of: own.count),
      share(own.count { $0.causeRank == 0 }, of: own.count),
    ]
  }

  private var faults: [String] {
    [
      "## By fault", "",
      "Counts of instances: detected within 5 % / detected at all / cause first / all.",
      "",
    ]
      + table(
        ["fault", "", "literature", "in the", "B1–B4", "B5–B8"],
        faultCatalog.compactMap { fault in
          let own = all.filter { $0.fault.code == fault.code }
          guard !own.isEmpty else { return nil }
          func cell(_ judging: Bool) -> String {
            let part = own.filter { $0.base.isJudging == judging }
            guard !part.isEmpty else { return "" }
            return "\(part.count { $0.isDetected(by: 0.05) }) / "
              + "\(part.count { $0.detectedAt != nil }) / "
              + "\(part.count { $0.causeRank == 0 }) / \(part.count)"
          }
          return [
            fault.code, fault.title, fault.mutation, fault.place.rawValue, cell(false), cell(true),
          ]
        }) + [""]
  }
}
