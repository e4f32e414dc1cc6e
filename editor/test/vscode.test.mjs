// All that a person sees of it in VS Code: one VS Code is shared by the tests of these files, each of which runs by itself, too.

import "./job.test.mjs";
import "./view.test.mjs";
import "./commands.test.mjs";
import "./windows.test.mjs";
import "./virtual.test.mjs";
import "./trouble.test.mjs";
import "./look.test.mjs";
