/// The style of all reports: one column of text, wide figures, one accent colour, light and dark.
enum Stylesheet {
  static let text = colors + frame + type + header + figures + tables + narrow + paper

  /// The colours for good and bad also differ in blue, so that colour-blind readers can distinguish
  /// them; a symbol stands beside them everywhere.
  private static let colors = """
    :root{--ground:#fdfcfa;--ink:#1b1d22;--soft:#5c606a;--faint:#8a8e97;--rule:#e3e1dc;\
    --tint:#f3f1ec;--accent:#3a4fc4;--good:#00755c;--bad:#b8430b;--on:#fff}
    @media (prefers-color-scheme:dark){:root{--ground:#15171b;--ink:#e8e6e1;--soft:#a5a8b0;\
    --faint:#7c8089;--rule:#2d3037;--tint:#1e2126;--accent:#93a4ff;--good:#45c9a4;--bad:#f5905a;\
    --on:#15171b}}

    """

  private static let frame = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--ground);color:var(--ink);\
    font:400 1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;\
    font-variant-numeric:tabular-nums lining-nums;overflow-wrap:anywhere}
    main{max-width:58rem;margin:0 auto;padding:4.5rem 1.25rem 4rem}
    main>*>*{max-width:42rem}
    main>*>.wide,header>.overview,main>*>.facts{max-width:none}
    header>h1{max-width:50rem}
    section{margin-top:5rem}

    """

  private static let type = """
    h1,h2,b,summary,th{font-weight:600}
    h1{font-size:clamp(1.6rem,1.2rem + 2vw,2.35rem);line-height:1.18;letter-spacing:-.018em;\
    margin-top:.6rem;margin-bottom:.9rem;text-wrap:balance}
    h2{font-size:1.45rem;line-height:1.25;letter-spacing:-.01em;margin-top:0;margin-bottom:1.1rem}
    p{margin-top:0;margin-bottom:1rem}
    small,figcaption,.faint,.grounds{font-size:.875rem;color:var(--soft)}
    small{display:block;line-height:1.45}
    td small,.faint{color:var(--faint)}
    .faint{font-weight:400}
    .nowrap{white-space:nowrap}
    .code,pre,.digest{font-family:ui-monospace,"SF Mono","Cascadia Mono","DejaVu Sans Mono",\
    monospace;font-size:.85em}
    .code{color:var(--soft)}
    td .code,th .code{overflow-wrap:normal;font-weight:400}
    pre{background:var(--tint);padding:.9rem 1.1rem;overflow-x:auto;line-height:1.5;margin-top:0;\
    margin-bottom:1.25rem;white-space:pre-wrap}
    .mark{font-weight:600}
    .mark.good{color:var(--good)}
    .mark.bad,.mark.caution{color:var(--bad)}
    .mark.open,.mark.plain{color:var(--soft)}
    details{margin-top:1rem;margin-bottom:1rem}
    summary{cursor:pointer;color:var(--accent);padding:.3rem 0}
    summary:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
    dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem;margin-top:0;\
    margin-bottom:1rem}
    dt{color:var(--soft)}
    dd{margin:0}
    footer{margin-top:6rem;color:var(--faint);font-size:.875rem}

    """

  private static let header = """
    header .run{color:var(--soft);font-size:.9375rem;margin-bottom:2.6rem}
    header .run b{color:var(--ink)}
    header .run span:not(:empty)::before{content:"· ";color:var(--faint)}
    .question{color:var(--soft);font-size:1.125rem;margin-bottom:0}
    .addition{font-size:1.125rem;line-height:1.5;color:var(--soft)}
    dl.overview{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:1.5rem 2rem;\
    margin-top:3rem}
    dl.overview dt{font-size:.875rem;margin-bottom:.15rem}
    dl.overview dd b{font-size:1.4rem;letter-spacing:-.01em}
    dl.overview dd .mark{font-size:1.15rem}
    dl.overview>div{border-top:1px solid var(--rule);padding-top:.7rem}
    dl.facts{display:flex;flex-wrap:wrap;gap:.9rem 2.4rem;margin-top:1.5rem;margin-bottom:1.5rem}
    dl.facts dt{font-size:.875rem}
    .findings,.steps{list-style:none;padding:0;margin-top:0;margin-bottom:1.5rem}
    .findings li{display:flex;gap:.8rem;padding:.55rem 0}
    .findings li>div{min-width:0;flex:1}
    .findings details{margin:.2rem 0 0;font-size:.9375rem}
    .findings b{font-weight:400}
    .steps{counter-reset:step}
    .steps li{counter-increment:step;position:relative;padding:0 0 1.1rem 2.2rem}
    .steps li::before{content:counter(step);position:absolute;left:0;color:var(--accent);\
    font-weight:600}

    """

  private static let figures = """
    figure{margin:2rem 0 2.4rem}
    figcaption{margin-top:.9rem;max-width:42rem;line-height:1.5}
    svg{display:block;overflow:visible}
    svg path,svg rect{vector-effect:non-scaling-stroke}
    .line{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
    .dot{fill:none;stroke:var(--accent);stroke-width:9;stroke-linecap:round}
    .line.train{stroke:var(--faint);stroke-width:1.75;stroke-dasharray:5 4}
    .line.bad,.dot.bad,.line.caution,.dot.caution{stroke:var(--bad)}
    .line.good,.dot.good{stroke:var(--good)}
    .line.open,.dot.open,.line.plain,.dot.plain{stroke:var(--soft)}
    .line.span{stroke-width:3;stroke-opacity:.45}
    .line.axis{stroke:var(--rule);stroke-width:1}
    .line.mark{stroke:var(--ink);stroke-width:1.5}
    .fade2{stroke-opacity:.75}.fade3,.fade4{stroke-opacity:.55}.fade5,.fade6,.fade7{stroke-opacity:.4}
    .line.saved,.line.bound{stroke:var(--faint);stroke-width:1;stroke-dasharray:2 4}
    .dot.cloud{stroke-width:6;stroke-opacity:.45}
    .dot.fine{stroke-width:3.5;stroke-opacity:.35}
    .bar{fill:var(--accent);opacity:.75}
    .wanted{fill:var(--tint)}
    .grid{fill:none;stroke:var(--rule);stroke-width:1}
    .plot{display:grid;grid-template-columns:auto 1fr;grid-template-rows:auto var(--height) auto auto;\
    font-size:.8125rem;line-height:1.2;color:var(--soft);padding-right:.75rem}
    .plot .y-title{grid-column:1/3;padding-bottom:.8rem}
    .plot .y{position:relative;min-width:3.4rem}
    .plot .y span{position:absolute;right:.7rem;transform:translateY(-50%);white-space:nowrap}
    .plot .frame{position:relative}
    .plot .frame svg{width:100%;height:100%}
    .plot .x{grid-column:2;position:relative;height:1.6rem;margin-top:.5rem}
    .plot .x span{position:absolute;transform:translateX(-50%);white-space:nowrap}
    .plot .x-title{grid-column:2;text-align:right}
    .label{position:absolute;transform:translate(.6rem,-50%);padding:0 .25rem;white-space:nowrap;\
    background:var(--ground)}
    .label.left{transform:translate(calc(-100% - .6rem),-50%)}
    .label.beside{transform:translate(.35rem,-50%);background:none}
    .plot.ended{padding-right:4.5rem}
    .label.above{transform:translate(.2rem,-50%)}
    .label.dev{color:var(--accent);font-weight:600}
    .rows .row{display:grid;grid-template-columns:13rem 1fr 17rem;gap:0 1.75rem;align-items:center;\
    padding:.6rem 0}
    .rows .drawn svg{width:100%;height:2.4rem}
    .rows .axis{font-size:.8125rem;color:var(--faint);padding:0}
    .rows .axis .drawn{display:flex;justify-content:space-between}
    svg.bars{width:5.5rem;height:1.35rem;fill:var(--accent);opacity:.8}
    svg.cells{width:min(100%,36rem);background:var(--tint)}
    .cells .hit{fill:var(--accent)}
    .cells .miss{fill:var(--bad)}

    """

  private static let tables = """
    .scroll{overflow-x:auto;margin-top:1rem;margin-bottom:1.25rem}
    table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.4}
    th,td{text-align:left;vertical-align:baseline;padding:.45rem 1.1rem .45rem 0;\
    border-top:1px solid var(--rule)}
    th:last-child,td:last-child{padding-right:0}
    thead th{font-size:.8125rem;color:var(--soft);font-weight:400;border:0;vertical-align:bottom}
    tbody th{font-weight:400}
    thead th,.code{white-space:nowrap}th,td{overflow-wrap:break-word}
    td bdi,th bdi{display:inline-block;max-width:20rem;vertical-align:top}
    tbody tr:first-child>*{border-top-color:var(--faint)}
    .number{text-align:right;white-space:nowrap}
    .number+:not(.number){padding-left:1rem}
    .broad{width:40%}
    td .bars{position:relative;top:.25rem}
    .digest{color:var(--soft);word-break:break-all}
    .confusion{width:auto;border-spacing:3px;border-collapse:separate}
    .confusion th,.confusion td{border:0;padding:0}
    .confusion thead th span{display:block;max-width:7rem;padding:0 .2rem .3rem;text-align:center}
    .confusion tbody th{padding-right:.8rem;text-align:right;vertical-align:middle;max-width:12rem}
    .confusion .corner{font-size:.8125rem;color:var(--faint);vertical-align:bottom;\
    text-align:right;padding:0 .8rem .3rem 0;white-space:nowrap}
    .confusion tbody td{position:relative;min-width:3.1rem;height:2.9rem;text-align:center;\
    vertical-align:middle;background:var(--tint)}
    .confusion.large tbody td{min-width:6.5rem;height:4rem;font-size:1.125rem}
    .confusion i{position:absolute;inset:0}
    .confusion .hit i{background:var(--accent)}
    .confusion .miss i{background:var(--bad)}
    .confusion b{position:relative}
    .confusion .miss b{font-weight:400}
    .confusion .deep b{color:var(--on)}
    .confusion .none{color:var(--faint)}

    """

  private static let narrow = """
    @media screen and (max-width:44rem){body{font-size:1rem}main{padding-top:2.2rem}section{margin-top:3.6rem}
    .rows .row{grid-template-columns:1fr;gap:.15rem 0;padding:.9rem 0}
    .rows .row.axis .who,.rows .row.axis .said{display:none}
    .who small{display:inline;margin-left:.4rem}
    .grounds{display:none}
    dl.overview{grid-template-columns:1fr 1fr}
    header .run{margin-bottom:1.6rem}
    .plot .y{min-width:2.9rem}
    .confusion tbody td{min-width:1.6rem;height:2rem;font-size:.75rem}
    .confusion .corner,.confusion tbody th{padding-right:.5rem}
    .confusion{border-spacing:2px}
    table{font-size:.875rem}th,td{padding-right:.55rem}.number+:not(.number){padding-left:.4rem}
    .confusion tbody td{min-width:1.35rem}.confusion{border-spacing:1px}}

    """

  private static let paper = """
    @media print{:root{--ground:#fff;--ink:#000;--soft:#444;--faint:#777;--rule:#ccc;--tint:#f2f2f2;\
    --accent:#3a4fc4;--good:#00755c;--bad:#b8430b;--on:#fff}
    html{font-size:12px}main{padding:0;max-width:none}section{margin-top:2.2rem}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    h2{break-after:avoid}figure,tr,.row,li{break-inside:avoid}.scroll{overflow:visible}
    details:not([open]){display:none}
    @page{margin:18mm 16mm}}
    """
}
