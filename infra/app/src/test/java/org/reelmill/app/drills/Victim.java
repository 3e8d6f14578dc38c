package org.reelmill.app.drills;

/// What is killed.
enum Victim {
    WORKER("a worker") {
        @Override
        void kill(Mill mill, Mill.Worker atTheStage) {
            atTheStage.app().kill();
        }
    },
    TWO_WORKERS("two workers") {
        @Override
        void kill(Mill mill, Mill.Worker atTheStage) {
            mill.workers().forEach(worker -> worker.app().kill());
        }

        @Override
        int processes() {
            return 2;
        }
    },
    BROKER("broker") {
        @Override
        void kill(Mill mill, Mill.Worker atTheStage) {
            mill.broker().kill();
        }
    },
    OBJECTS("object store") {
        @Override
        void kill(Mill mill, Mill.Worker atTheStage) {
            mill.objects().kill();
        }
    },
    DOCUMENTS("document store") {
        @Override
        void kill(Mill mill, Mill.Worker atTheStage) {
            mill.documents().kill();
        }
    },
    ALL("all at once") {
        @Override
        void kill(Mill mill, Mill.Worker atTheStage) {
            mill.killAll();
        }
    };

    private final String name;

    Victim(String name) {
        this.name = name;
    }

    /// @param atTheStage who is at the stage that was waited for
    abstract void kill(Mill mill, Mill.Worker atTheStage);

    /// As how many kills it counts; all at once is one.
    int processes() {
        return 1;
    }

    @Override
    public String toString() {
        return name;
    }
}
