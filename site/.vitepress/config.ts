/** The site: the pages of docs, with search, and the playground. It makes no requests to other hosts. */

import type { MarkdownRenderer } from "vitepress";
import { defineConfig } from "vitepress";

/** The how-tos by what people want, with names that fit a sidebar; [a test](../../test/site/sidebar.test.ts) misses none. */
const HOW_TO = [
  {
    text: "A Job of mine",
    pages: [
      ["predict-before-submitting", "Before I submit it"],
      ["run-times-of-pods", "Run times of pods"],
      ["how-likely", "How likely it completes"],
      ["how-long-until-it-fails", "How long until it fails"],
      ["pods-that-never-start", "Pods that never start"],
      ["logs-lost-with-onfailure", "Where the logs are"],
      ["runs-twice", "Can it run twice"],
      ["drains-and-retries", "Drains and retries"],
      ["suspend-and-deadline", "Suspend and deadlines"],
      ["terminal-conditions", "Terminal conditions"],
    ],
  },
  {
    text: "Clusters and queues",
    pages: [
      ["training-on-a-shared-cluster", "Training on a shared cluster"],
      ["how-many-nodes", "How many GPUs"],
      ["what-do-spot-nodes-cost", "What spot nodes cost"],
      ["what-does-kueue-change", "What Kueue changes"],
      ["will-my-quota-do", "Is my quota large enough"],
      ["thousands-of-jobs", "Thousands of Jobs"],
      ["sweep-on-kubernetes", "Sweeps on a cluster"],
    ],
  },
  {
    text: "CronJobs",
    pages: [
      ["forbid-or-replace", "Forbid or Replace"],
      ["missed-while-down", "Runs missed while down"],
      ["change-of-clocks", "When the clocks change"],
      ["thousands-of-cronjobs", "Thousands at 02:00"],
    ],
  },
  {
    text: "Tests and upgrades",
    pages: [
      ["operator-tests", "Testing my operator"],
      ["faster-than-real-time", "Faster than real time"],
      ["upgrade-kubernetes", "Upgrading Kubernetes"],
    ],
  },
] as const;

const page = (text: string, link: string) => ({ text, link });

export default defineConfig({
  title: "jobsim",
  description: "A wind tunnel for Kubernetes Jobs",
  srcDir: "..",
  srcExclude: ["node_modules/**", "site/**", "test/**", ".github/**", "src/**", "bench/**"],
  outDir: "../dist-site",
  rewrites: { "README.md": "index.md" },
  base: "/",
  // Relative addresses: the site works below any path, also from a folder on disk that is served.
  cleanUrls: false,
  // The pages are plain Markdown: `<name>` in them is text, and no tag.
  markdown: { html: false, config: asPlainPages },
  head: [["meta", { name: "color-scheme", content: "light dark" }]],
  themeConfig: {
    search: { provider: "local" },
    nav: [
      { text: "Playground", link: "/playground/index.html", target: "_self" },
      page("Guide", "/docs/how-to/predict-before-submitting"),
      page("Reference", "/docs/reference/cli"),
      page("Architecture", "/ARCHITECTURE"),
    ],
    sidebar: [
      ...HOW_TO.map(({ text, pages }) => ({
        text,
        items: pages.map(([name, title]) => page(title, `/docs/how-to/${name}`)),
      })),
      {
        text: "Guides",
        items: [
          page("Your first controller", "/docs/first-controller"),
          page("Testing controllers", "/docs/testing-controllers"),
          page("The features of faults", "/docs/faults"),
          page("Reading a story", "/docs/stories"),
          page("Controllers in Go", "/docs/go-controllers"),
          page("The library", "/docs/library"),
          page("Clients and jobsim serve", "/docs/clients"),
          page("Report pages", "/docs/report"),
        ],
      },
      {
        text: "Reference",
        items: [
          page("Commands", "/docs/reference/cli"),
          page("Scenario files", "/docs/reference/scenario"),
          page("Scenarios to start from", "/sim-scenarios/README"),
          page("HTTP", "/docs/reference/http"),
          { text: "Library API", link: "/library/index.html", target: "_self" },
          page("Lint rules", "/docs/lint"),
          page("Rules of the Job controller", "/docs/rules/README"),
          page("Releases of Kubernetes", "/docs/releases"),
          page("Versions of jobsim", "/docs/versions"),
          page("Performance", "/docs/performance"),
        ],
      },
      {
        text: "What Kubernetes does",
        collapsed: true,
        items: [page("Overview", "/docs/semantics/00-overview")],
      },
      {
        text: "Working on jobsim",
        items: [
          page("Architecture", "/ARCHITECTURE"),
          page("Hacking", "/HACKING"),
          page("Contributing", "/CONTRIBUTING"),
          page("Releasing", "/RELEASING"),
          page("Decisions", "/docs/decisions"),
          page("Changelog", "/CHANGELOG"),
        ],
      },
    ],
  },
});

/** Leaves comments out, takes braces as text, and shows links to files that are no page as their text. */
function asPlainPages(md: MarkdownRenderer): void {
  md.core.ruler.before("normalize", "without-comments", (state) => {
    state.src = state.src.replaceAll(/<!--.*?-->/gs, "");
  });
  const { text } = md.renderer.rules;
  md.renderer.rules.text = (...args) => {
    const [tokens, i] = args;
    const plain = text?.(...args) ?? md.utils.escapeHtml(tokens[i]?.content ?? "");
    return plain.replaceAll("{{", "&#123;&#123;");
  };
  md.core.ruler.push("sources-as-text", ({ tokens }) => {
    for (const { children } of tokens) {
      let isOpen = false;
      for (const token of children ?? []) {
        const href = token.type === "link_open" ? token.attrGet("href") : null;
        if (href !== null && !isPage(href)) isOpen = true;
        if (!isOpen) continue;
        const isEnd = token.type === "link_close";
        if (isEnd || token.type === "link_open") {
          token.type = "html_inline";
          token.content = "";
        }
        if (isEnd) isOpen = false;
      }
    }
  });
}

function isPage(href: string): boolean {
  if (/(^|\/)(src|test|bench|generate)\//.test(href)) return false;
  return /^(https?:|mailto:|#)/.test(href) || /(^|\/)[^/]*\.(md|html)(#|$)/.test(href);
}
