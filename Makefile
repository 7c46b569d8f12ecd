# The commands that a developer types. `make` alone lists them.
.DEFAULT_GOAL := help
MAVEN = mvn -q -B
SHELL_SCRIPTS = hitless .ci/run lab/lab lab/demo lab/builds lab/oracle lab/compat lab/survey lab/hitless-proof lab/run-host \
  controller/src/packaging/make $(addprefix controller/src/packaging/deb/,postinst prerm postrm)

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-10s %s\n", $$1, $$2 }' Makefile

build: ## build the controller, as the launcher does on first use
	$(MAVEN) -Dmaven.test.skip=true package

test: ## run unit tests and specs; one class: make test T=BatchesTest
	$(MAVEN) -Pfast test $(if $(T),-Dtest=$(T) -Dsurefire.failIfNoSpecifiedTests=false)

spec: ## run a module's spec in four shells: make spec M=copy, M=all
	$(MAVEN) -Pfast test -Dtest=ModuleSpecsTest -Dspec=$(M)

it: ## run one integration test on real hosts: make it T=RollbackIT
	$(MAVEN) -Pfast verify -Dit.test=$(T) -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false

mutation: ## mutate a package, and list what its own tests do not notice: make mutation P=vars, P=template.filters
	$(MAVEN) -Pfast,mutation -Dpackage=$(P) -Dtests=$(firstword $(subst ., ,$(P))) test-compile org.pitest:pitest-maven:mutationCoverage
	@echo "see controller/target/pit-reports/index.html"

verify: ## run everything that has to be green before a change lands
	.ci/run

format: ## format all Java and shell
	shfmt -w $$(git ls-files '*.sh') $(SHELL_SCRIPTS)
	$(MAVEN) -Pfast test -Dtest=FormatTest -Dformat=apply

shellcheck: ## check all shell
	shellcheck $$(git ls-files 'agent-scripts/*.sh') $(SHELL_SCRIPTS)

packages: ## make .tar.gz, .deb and .rpm in controller/target/packages
	$(MAVEN) -Ppackage verify

lab-up: ## raise three balancers and two web servers on this machine
	./hitless lab up --balancers 3 --backends 2

lab-down: ## take them down
	./hitless lab down

demo: ## run the main job from start to end
	./hitless demo

clean: ## remove what was built
	$(MAVEN) clean

.PHONY: help build test format spec it mutation verify shellcheck packages lab-up lab-down demo clean
