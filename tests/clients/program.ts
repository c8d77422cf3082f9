// What a TypeScript client sees: every value below has a type made from the description.
import createClient from "openapi-fetch";
import type { components, paths } from "./description.js";

declare const process: { argv: string[] };

const [, , baseUrl = ""] = process.argv;
const stated = createClient<paths>({ baseUrl });

const asked = await stated.GET("/countries/{name}/position", { params: { path: { name: "italy" } } });
if (!asked.data) throw new Error(asked.error.detail);
const stance: components["schemas"]["Stance"] = asked.data.stance;
// A statement has no selector if no words of its source are kept; its summary is always there.
const words: string[] = asked.data.evidence.map(({ statement }) => statement.selector?.exact ?? statement.summary);

const list = await stated.GET("/statements", { params: { query: { country: ["italy"], attribution: ["self"], limit: 5 } } });
if (!list.data) throw new Error(list.error.detail);
const total: number = list.data.total;
const next: string | null = list.data.next_url;

// @ts-expect-error: a value of no vocabulary does not compile
const wrong = await stated.GET("/positions", { params: { query: { stance: ["likes"] } } });
const refusal = wrong.error?.errors?.map((one) => one.parameter);

if (stance !== "declines" || words.length === 0 || total < 1 || next !== null || refusal?.[0] !== "stance") {
  throw new Error(`not as expected: ${JSON.stringify({ stance, words, total, next, refusal })}`);
}
console.log(`TypeScript: Italy ${stance}; ${total} statements; refused ${refusal[0]}`);
