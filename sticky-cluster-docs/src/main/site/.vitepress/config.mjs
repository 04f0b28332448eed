import { defineConfig } from "vitepress";

const REPOSITORY = "https://github.com/stickycluster/sticky-cluster/blob/main/";

const WIDE = ["configuration.md", "metrics.md", "observations.md", "protocol.md", "differences.md", "performance.md"];

// Headings are linked as on the code host.
const slugify = (heading) => heading.toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-");

const pages = (...items) => items.map(([text, link]) => ({ text, link }));

// A page may link to a file of the repository that is not on the site, as to ../CONTRIBUTING.md: the link then leads to the
// code host. All other links are checked by the build.
function linksOutOfTheSite(md) {
  md.core.ruler.push("links-out-of-the-site", (state) => {
    for (const token of state.tokens.flatMap((block) => block.children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href === null || /^[a-z]+:|^#/.test(href)) {
        continue;
      }
      const page = new URL(state.env.relativePath, "site:/docs/");
      const target = new URL(href, page).pathname;
      if (!target.startsWith("/docs/") || /\.(java|json|js|svg)$/.test(target)) {
        token.attrSet("href", REPOSITORY + target.slice(1));
      }
    }
  });
}

export default defineConfig({
  title: "Sticky Cluster",
  description: "Clustered Socket.IO servers for Spring Boot, behind one sticky port",
  lang: "en",
  // A reader starts what listens there.
  ignoreDeadLinks: "localhostLinks",
  markdown: { anchor: { slugify }, config: linksOutOfTheSite },
  transformPageData(page) {
    if (WIDE.includes(page.relativePath)) {
      page.frontmatter.aside = false;
    }
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: pages(
      ["Start", "/start"],
      ["Guides", "/guides/listeners"],
      ["Operate", "/operate/operations"],
      ["Reference", "/configuration"],
    ),
    sidebar: [
      { text: "Start", items: pages(["Overview", "/"], ["Five minutes", "/start"], ["The demo", "/demo"]) },
      {
        text: "Guides",
        items: pages(
          ["Listeners and threads", "/guides/listeners"],
          ["Kotlin", "/guides/kotlin"],
          ["TypeScript", "/guides/typescript"],
          ["Send to the cluster", "/guides/sending"],
          ["Testing", "/guides/testing"],
          ["Spring Security", "/guides/identity"],
          ["Protect the port", "/guides/security"],
          ["Who goes where", "/guides/routing"],
          ["Several nodes", "/guides/several-nodes"],
          ["Behind a proxy", "/guides/proxies"],
          ["TLS", "/guides/tls"],
          ["One port for everything", "/guides/one-port"],
          ["Forked workers", "/guides/forked-workers"],
          ["Settings", "/guides/settings"],
          ["Limits", "/guides/limits"],
          ["Kubernetes", "/guides/kubernetes"],
        ),
      },
      {
        text: "Migrate",
        items: pages(
          ["Coming from netty-socketio", "/migrate/netty-socketio"],
          ["Coming from Node", "/migrate/node"],
        ),
      },
      {
        text: "Operate",
        items: pages(
          ["Operations", "/operate/operations"],
          ["Monitoring", "/operate/monitoring"],
          ["Alerts and runbook", "/operate/alerts"],
          ["Log messages", "/operate/log-messages"],
          ["Troubleshooting", "/operate/troubleshooting"],
        ),
      },
      {
        text: "Reference",
        items: pages(
          ["Properties", "/configuration"],
          ["Meters", "/metrics"],
          ["Observations", "/observations"],
          ["Endpoints", "/reference/endpoints"],
          ["Beans", "/reference/beans"],
          ["Protocol", "/protocol"],
          ["Where we differ", "/differences"],
          ["Compatibility", "/reference/compatibility"],
          ["Upgrading", "/upgrading"],
        ),
      },
      {
        text: "How it works",
        items: pages(["Way of a connection", "/how-it-works"]),
      },
      {
        text: "Project",
        items: pages(["Architecture", "/architecture"], ["Benchmarks", "/performance"]),
      },
    ],
  },
});
