import { escapeXmlAttribute } from '@collect-payment/protocol';
import type { WidgetScript } from './widget-files.ts';

/** In the order in which the page runs them. A host's page loads `collect-payment-frame.js`; this one is what it frames. */
const needed = ['collect-payment.js', 'collect-payment-embed.js'];

/** The page `/embed/{id}`: empty until the page around it hands over the client secret. It names those whom its script may hear. */
export function writeEmbedPage(origins: readonly string[], scripts: readonly WidgetScript[]): string {
  const tags = needed.flatMap((name) => scripts.filter((script) => script.name === name)).map(writeTag);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Payment</title>
<link rel="stylesheet" href="embed.css">
${tags.join('\n')}
</head>
<body data-origins="${escapeXmlAttribute(origins.join(' '))}"></body>
</html>
`;
}

/** Relative, so that a broker behind a path finds them too. */
const writeTag = ({ file, integrity }: WidgetScript): string =>
  `<script src="../widget/${escapeXmlAttribute(file)}" integrity="${escapeXmlAttribute(integrity)}" crossorigin="anonymous" defer></script>`;

/** As tall as its content, which the host's frame follows; a dialog takes no room of its own, so it is given some. */
export const embedStyle = `html { color-scheme: light dark; }
body { margin: 0; overflow-wrap: anywhere; }
body[data-over] { min-height: 52rem; }
`;
