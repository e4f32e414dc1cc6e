package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/rogpeppe/go-internal/testscript"
)

// validSARIF checks the standard output against the schema of OASIS, which go-sarif brings along: valid-sarif
func validSARIF(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: valid-sarif")
	}
	ts.Check(sarifFaults([]byte(ts.ReadFile("stdout"))))
}

// sarifFaults returns what is wrong with a report: against the schema, or lost by reading it as one.
func sarifFaults(text []byte) error {
	var report sarif.Report
	if err := json.Unmarshal(text, &report); err != nil {
		return err
	}
	again, err := json.Marshal(&report)
	if err != nil {
		return err
	}
	var left, right any
	if err := errors.Join(json.Unmarshal(text, &left), json.Unmarshal(again, &right)); err != nil {
		return err
	}
	if !reflect.DeepEqual(left, right) {
		return errors.New("the report has what SARIF does not know: " + string(bytes.TrimSpace(text)))
	}
	return report.Validate()
}
