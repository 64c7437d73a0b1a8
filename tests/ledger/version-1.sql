-- A ledger as version 1 wrote it; never edited, so that every later version is tested against it.
BEGIN TRANSACTION;
CREATE TABLE articles (
	number INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	digest VARCHAR NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	record TEXT NOT NULL, 
	mark VARCHAR NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id), 
	FOREIGN KEY(digest) REFERENCES captures (digest)
);
INSERT INTO "articles" VALUES(1,'a','digest-a','2031-01-01T00:00:00+00:00','{"cuts":[],"digest":"digest-a","id":"a","input_id":"","language":"und","outlet":"Harbour Gazette","published_at":null,"published_basis":"unknown","text":"The pier was sold.","title":null,"url":null}','77fde06ce3b023068ebc52aabc08cd24336dd8709053bdb8923535d89e416b9b');
CREATE TABLE captures (
	digest VARCHAR NOT NULL, 
	raw BLOB NOT NULL, 
	mark VARCHAR NOT NULL, 
	PRIMARY KEY (digest)
);
INSERT INTO "captures" VALUES('digest-a',X'789C0BC9485528C84C2D52284F2C5628CECF49D103003CBA065D','b958ec0d3b993910595b3626f73f4fde371e48157b82188501f132753010027f');
CREATE TABLE judgements (
	number INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	record TEXT NOT NULL, 
	mark VARCHAR NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id)
);
CREATE TABLE problems (
	mark VARCHAR NOT NULL, 
	record TEXT NOT NULL, 
	PRIMARY KEY (mark)
);
CREATE TABLE readings (
	number INTEGER NOT NULL, 
	input_id VARCHAR NOT NULL, 
	outcome VARCHAR NOT NULL, 
	recorded_at VARCHAR NOT NULL, 
	article_id VARCHAR, 
	digest VARCHAR NOT NULL, 
	mark VARCHAR NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (mark), 
	FOREIGN KEY(article_id) REFERENCES articles (id), 
	FOREIGN KEY(digest) REFERENCES captures (digest)
);
INSERT INTO "readings" VALUES(1,'a.txt','ok','2031-01-01T00:00:00+00:00','a','digest-a','c83f20ea1c1d5685e07d7a7d5bba8a241b1eb5ed2646d12371cd8ff014e6d94b');
CREATE TABLE statements (
	id VARCHAR NOT NULL, 
	article_id VARCHAR NOT NULL, 
	record TEXT NOT NULL, 
	mark VARCHAR NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(article_id) REFERENCES articles (id)
);
INSERT INTO "statements" VALUES('a/Ilse Maren/asserts/0','a','{"act":"says","article_id":"a","certainty":"unstated","chain":[],"confidence":1.0,"content":[{"end":18,"start":0}],"cue":[],"cue_text":"","extent":{"end":18,"start":0},"headline":false,"id":"a/Ilse Maren/asserts/0","polarity":"positive","said_on":null,"source":{"described":"","name":null,"naming":"named","span":{"end":3,"start":0},"text":"Ilse Maren"}}','b8450e029bdea37cfd87939538bd6b65abe7e6c9b99c332b7f85233fa0e9a062');
CREATE TABLE tracked_claims (
	number INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	record TEXT NOT NULL, 
	mark VARCHAR NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (id)
);
CREATE TABLE views (
	"key" VARCHAR NOT NULL, 
	head VARCHAR NOT NULL, 
	payload TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE INDEX statements_by_article ON statements (article_id);
CREATE TRIGGER captures_no_update BEFORE UPDATE ON captures BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER captures_no_delete BEFORE DELETE ON captures BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER articles_no_update BEFORE UPDATE ON articles BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER articles_no_delete BEFORE DELETE ON articles BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER problems_no_update BEFORE UPDATE ON problems BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER problems_no_delete BEFORE DELETE ON problems BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER tracked_claims_no_update BEFORE UPDATE ON tracked_claims BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER tracked_claims_no_delete BEFORE DELETE ON tracked_claims BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER judgements_no_update BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER judgements_no_delete BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
COMMIT;
PRAGMA application_id = 1935767923;
PRAGMA user_version = 1;
