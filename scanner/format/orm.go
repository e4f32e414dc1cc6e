package format

import (
	"github.com/portclash/portclash/scanner/claim"
	"github.com/portclash/portclash/scanner/syntax"
)

// Mappers of databases: TypeORM (typeorm.io, "Data Source Options"), Knex (knexjs.org/guide), Sequelize, Drizzle Kit,
// MikroORM. A port in such a file is that of the database.
var _ = register(format{
	name: "orm",
	files: append(programFiles("ormconfig", "knexfile", "data-source", "*.data-source", "datasource", "drizzle.config", "*drizzle*.config", "mikro-orm.config",
		"sequelize.config", "typeorm.config"), "ormconfig.json", "ormconfig.yml", "ormconfig.yaml"),
	scan: func(f File) []claim.Claim {
		m := manual{{at: "**.port", role: claim.Connect, host: ".host .server .hostname"}}
		if roots := trees(f); roots != nil {
			return m.read(serverBase(f, ""), roots...)
		}
		return mostlyGoing(m.program(f, syntax.JavaScript, ""))
	},
})
