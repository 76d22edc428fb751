// A round on the phone: taken along on demand, what is told kept until there is a network, and sent once.
import "./round.css";
import { onEach } from "./controllers/on-each.ts";
import { telling } from "./round/telling.ts";
import { taking } from "./round/taking.ts";

onEach("[data-round]", (box) => {
  telling(box);
  taking(box);
});
