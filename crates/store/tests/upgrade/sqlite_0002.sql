-- An SQLite store as the version before migration 0003 left it, written by that version's own code and dumped by sqlite3. Frozen:
-- it stands for the files that people have. The key it is sealed under is 00 01 02 … 1f, by the name 2026-11.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO _sqlx_migrations VALUES(1,'first','2026-11-24 23:45:38',1,X'257848154c13b1c304035e752d0d74c7da387ef5d786bd938ee95976ed07e1c3b14c390c668ba564f292e9c3ba94a4b5',7343613);
INSERT INTO _sqlx_migrations VALUES(2,'change','2026-11-24 23:45:38',1,X'd4aa23319f9de4d13ee63d1ee1f423d1f2d04c426c705f6ac00225d0a6fbae723549dabd65546e9a968ffbcbefaf74e6',7967864);
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    person     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO sessions VALUES(X'a411bfce15dfdb457f927d5e7dfe10ea29f85e3ebea1fbbcc3cb53e427202ca5','ben',1790000000,1792592000);
INSERT INTO sessions VALUES(X'b6376076de3d2d5269d01b130e47bc91137af8df4409d2cba9c05495d7bb5a1d','ann',1790000000,1792592000);
INSERT INTO sessions VALUES(X'd389a0128342085efbde4aa4147f73014208b3fa62ba95cc9767ead210d25a53','cleo',1790000000,1792592000);
CREATE TABLE connections (
    id                TEXT PRIMARY KEY,
    person            TEXT NOT NULL,
    purpose           TEXT NOT NULL,
    offer             TEXT NOT NULL,
    issuer            TEXT NOT NULL,
    subject           TEXT NOT NULL,
    address           TEXT NOT NULL,
    name              TEXT,
    remind_before_end INTEGER NOT NULL,
    health            TEXT NOT NULL,
    health_since      INTEGER,
    health_reason     TEXT,
    health_reference  TEXT,
    health_attempts   INTEGER NOT NULL,
    challenge         TEXT,
    last_working_at   INTEGER NOT NULL,
    refreshed_at      INTEGER NOT NULL,
    access_expires_at INTEGER NOT NULL,
    ends_at           INTEGER,
    due_at            INTEGER,
    generation        INTEGER NOT NULL,
    created_at        INTEGER NOT NULL
, site TEXT, api_url TEXT, health_missing TEXT, rejections INTEGER NOT NULL DEFAULT 0, rejected_at INTEGER) STRICT, WITHOUT ROWID;
INSERT INTO connections VALUES('anns-crm','ann','crm','salesforce-my-domain','https://salesforce-my-domain.example','subject of anns-crm','ann@contoso.example','A name',0,'needs_sign_in',1790000060,'sign_in_ended','AADSTS50173',0,'a challenge',1790000000,1790000000,1790003600,1797776000,NULL,0,1790000000,'contoso.my.salesforce.com','https://contoso.my.salesforce.com',NULL,2,1790000062);
INSERT INTO connections VALUES('anns-mailbox','ann','mailbox','microsoft','https://microsoft.example','subject of anns-mailbox','Ann@Contoso.example','A name',1,'working',NULL,NULL,NULL,0,NULL,1790000000,1790000000,1790003600,1797776000,1790001800,0,1790000000,NULL,NULL,NULL,0,NULL);
INSERT INTO connections VALUES('bens-mailbox','ben','mailbox','exchange','https://exchange.example','subject of bens-mailbox','ben@contoso.example','A name',1,'working',NULL,NULL,NULL,0,NULL,1790000000,1790000000,1790003600,NULL,NULL,1,1790000000,NULL,'https://mail.contoso.example/EWS/Exchange.asmx',NULL,0,NULL);
INSERT INTO connections VALUES('cleos-mailbox','cleo','mailbox','google','https://google.example','subject of cleos-mailbox','cleo@fabrikam.example','A name',1,'retrying',1790000005,'provider_down',NULL,3,NULL,1790000000,1790000000,1790003600,1797776000,1790000400,0,1790000000,NULL,NULL,NULL,0,NULL);
CREATE TABLE grants (
    connection TEXT PRIMARY KEY REFERENCES connections (id) ON DELETE CASCADE,
    key_id     TEXT NOT NULL,
    sealed     BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO grants VALUES('anns-crm','2026-11',X'be65f67100f402f734e006470f4c469d791c2cc899d69013e3299a05ed9c82e3b7702f9fdacbb069c7627c3dcc6adcc4f2b1ce8a6e3a621917db56bfbf6343317939f9a497dbc9ce2bb5d451bb0feec2f97127de4015046ec6b5c8a9446afe501f03ebb8952a46');
INSERT INTO grants VALUES('anns-mailbox','2026-11',X'e535d8419442e8a1312fdbe8e7306cf814b432f7fd9a49f0635fa4e490973d32000033a66de87d5fa428b4d93f0c0abafb23b37b4917dc3fb701066c7985cc68d08c198210c7d24f1d3c799baff2d64ab30d8f7b3be3a6f7801311d025037b056d607e7c36bdde918586e17c882a62');
INSERT INTO grants VALUES('bens-mailbox','2026-11',X'bd7fe1ede2f8a625759f0d70981b44b6afa251be515ae2a59bd3bbe8daa6a2182c70d8ce1bb9aafe001e1ed6d00abe3814620bf18677db273a287346eef523feee9eb2ba1df21df801630609c822974c7341746751dbf598f67c47aee2e2d42aca0010a5a3c5c725a6f8');
INSERT INTO grants VALUES('cleos-mailbox','2026-11',X'10b485f989411f77eef09141cba9bf91c346c5dd30a1b835f80e491da0adac85d57b25c0c5890874b031d5dd6bdec85eff8c7e5a7f9cca2d13c6e3a70627a25dea01e374494992a084c59bc68c98f0ffa03e5f8f1667f6d411010b9cb005601431f5b3e9c0ba8508ef23dc95a52dc33132');
CREATE TABLE authorizations (
    -- In the order of arrival, also within one second.
    seq          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    session_hash BLOB NOT NULL,
    intent       TEXT NOT NULL,
    offer        TEXT NOT NULL,
    host_mailbox TEXT,
    match_code   TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    deadline_at  INTEGER NOT NULL,
    phase        TEXT NOT NULL,
    detail       TEXT NOT NULL,
    state_hash   BLOB NOT NULL UNIQUE,
    secrets_key  TEXT NOT NULL,
    secrets      BLOB NOT NULL,
    pending_key  TEXT,
    pending      BLOB
, site TEXT) STRICT;
INSERT INTO authorizations VALUES(1,'sign-in of anns-mailbox',X'b6376076de3d2d5269d01b130e47bc91137af8df4409d2cba9c05495d7bb5a1d','{"kind":"connect","offer":"microsoft"}','microsoft','Ann@Contoso.example','42',1790000000,1790000600,'succeeded','{"kind":"succeeded","connection":"anns-mailbox"}',X'73fc93bf3ef3bfe960d41934b00f9152c8c99a5b628c834f36135d822c89a3f5','2026-11',X'266edd3e977f18b3403896003b67149491c748a1149db8b0b7d82c4434729afe58cda4d5588d0d9b5d3810ec4652b4fb0c2cddf6a425ecd49ddb8e1d343b8f1fc79d76fa1ab476a1244e312a13b8354c5e4f6c61e4d9e80b6074ca1984bf51c305088dbb78c00d504d64ad954026086dc3368a95f74c5e57616a1405954eadab9048c5be2b6eb824844f07fb8cb010f783d41ee6cbe0911c08ca599b4925aafeb4118c513ea37b686be6ca39f1a35e0156078d36d5491aa36278dbf88eff9e46ca1b21c3866aaff9f25400cc36a521153bdef7f24ecc88fc0be303c52aaa5cec775dbbd4883556bde7dcc13f61102ff38f9964c0fa42d3edbc915299a8315e555f0a5de8c127ca4ed487',NULL,NULL,NULL);
INSERT INTO authorizations VALUES(2,'sign-in of anns-crm',X'b6376076de3d2d5269d01b130e47bc91137af8df4409d2cba9c05495d7bb5a1d','{"kind":"connect","offer":"salesforce-my-domain","site":"contoso.my.salesforce.com"}','salesforce-my-domain','Ann@Contoso.example','42',1790000000,1790000600,'succeeded','{"kind":"succeeded","connection":"anns-crm"}',X'b82309b579caa351cd3efd50ace49aca700fd6e674081a098d78fc781125f9da','2026-11',X'37e775cc820234109d633ffaa82aa9804ca39f87cf7b00ed2b8f483d4a86d84e20416f050319b032b3a28fde47b8fbd325d688d81a48138c4cbf39507d4d623d074bacace421cff45efbbb33add6e78edde5ac7716544f0192f170863167567fc488c5c752b479a43591e03f2a4497a58616da29e4c3326024ecef1a905b2d497c122bd74188a4f8deec686bcf6ec820810e5e54078ceb558de86a40baa796e35db9263553c39d471ba63e86b2e7a1f2061848af11f4c74315b51a47e41e5f71bc5e71d844dcf7e4c9fbc67a56522d300a7bbe9dd2191173036754e4abfa2d3dbdb553286c8e8b1a65b3ceac268ba7834bc52da3a1d3',NULL,NULL,NULL);
INSERT INTO authorizations VALUES(3,'sign-in of bens-mailbox',X'a411bfce15dfdb457f927d5e7dfe10ea29f85e3ebea1fbbcc3cb53e427202ca5','{"kind":"connect","offer":"exchange"}','exchange','Ann@Contoso.example','42',1790000000,1790000600,'succeeded','{"kind":"succeeded","connection":"bens-mailbox"}',X'28902f0900ccb0b1244aa0b014c440fb7e571f7938473431292ed8cea301f2cc','2026-11',X'dd066eefbd3b9b74e42477753c6a4c059597e50b0b549c3ee774858d2efa6771095f55b75a8530ceebdc4d0eff0926a1a65ebc841c9fcad305a6057dda1c5794d71259aa64ff56be7903970c02438649e9184831a0aecd0ab65899abf39bd266f443cb3ddd9cf2d3b340a2775a01ec72471eecef078a485bee156d7b7808c133c39311a08d8560443d0196793de21b3f5bdd52eb7759a4912609868a19b641806eccb0daca447597d018eb77b389116b373a8b024eb4141fec4a99df9fd7dad4d3748feb09c038a51d70acf983ee4eaf04327f3702ba090bacd8a9435d9cde76cb83e8d2d9156a50df26b88c1178c7a3c87333900034a67276f0c4664a068d057b0714c753d32f4cf6d8',NULL,NULL,NULL);
INSERT INTO authorizations VALUES(4,'second sign-in of ben',X'a411bfce15dfdb457f927d5e7dfe10ea29f85e3ebea1fbbcc3cb53e427202ca5','{"kind":"refresh","connection":"bens-mailbox"}','exchange','Ann@Contoso.example','42',1790000000,1790000600,'succeeded','{"kind":"succeeded","connection":"bens-mailbox"}',X'4dc44f931946c3419ed80c053cc0facd479d29c09de04e2ee988036659d06b1c','2026-11',X'be298350908400cc1fd12d93e59b870d53df98f778e77a99630ca0b6c2328fc68ec7fb51334668ce5f7f2e2515aabaa0b8ece5a978394a4f37e12e93d8a4fb4cdf3e0d6ef6ecdf995c4f2d49f56a93d556fedb7ba8aceb312a18b0dbc89ae110e23933e0f678078fc4fe0b654f0e2fe32c21a8666c4de8ceb9c59d35e1c1d64c6448a164e7edb6ea3576d4b666f9fac03f718582e7c2b6d2398c88c6e488fca892c566082de3f8329e6101bc3d48a76dbd767481e5d38ebd920097de00f95bd73fe5612b0c2bb56f803d5a53efae123c221f99e2543c33924d1134234a55a363b4b1b24ed11099c9231c080229dd2ac235eef3f9fea047cbf47795ba9e838e26',NULL,NULL,NULL);
INSERT INTO authorizations VALUES(5,'sign-in of cleos-mailbox',X'd389a0128342085efbde4aa4147f73014208b3fa62ba95cc9767ead210d25a53','{"kind":"connect","offer":"google"}','google','Ann@Contoso.example','42',1790000000,1790000600,'succeeded','{"kind":"succeeded","connection":"cleos-mailbox"}',X'28c99abc45bcb19dd95bc50a1b749c3ff93a165eb75dfb253f408c5124fe020c','2026-11',X'715f8f58f48f83f3a1fb50d5e3bd604bfd7d6b14400fde2435fad90ae9656438a28ae7ee4b007a2d072dec6aa666ab7f36c6e53793ffb24348ccf5a95a4ef5a66ea790756cf51ed1d34d3d9b157d57c5119ac92bfee31c43293b12127d84dbc700382a32bfcc55ca42089bc68a8d470094152ba7d27642aae056e8a52b36e938b1dd0927e46cea64f25d6b4a27142f4362b07695f0bf85477b333761d81106ceb1941aed8f4a6db2de05d1739f2914b5b8d3065779d4659e3d4c73c00c40ba4f7a19e81aa5cb4781e1a410c7cf6486b957e45cce59e1e28c57c18c39eabfb62deb41a10a2cc45b00d4a36a9707471c09ac33a478163d185efc83c1c157cf87434ad7e5cd4c3ac842f4752778e5f84f',NULL,NULL,NULL);
INSERT INTO authorizations VALUES(6,'waits',X'd389a0128342085efbde4aa4147f73014208b3fa62ba95cc9767ead210d25a53','{"kind":"refresh","connection":"cleos-mailbox"}','google','Ann@Contoso.example','42',1790000000,1790000600,'waiting','{"kind":"waiting"}',X'ea12fd1d04728f231df314538fa7b99dacc4a140569d7b9df2f0210138b272ca','2026-11',X'c2bca76701380594ec557ece6ae0f3dc7bb4557522c7edcd0fae69da0655c666c17912418768d6a437f915e5cab91375591adc211fe88183462e496661325809d3c5e58b192eda66d0e82089cea04a3f2a3ca6d454aa4074dd3b555133daea9bd58bb81be3efd5d4613e41423c3e1006fb385ffd419351b2f17854325167c70b7130f66ea47c273dfb43bba9df93fe96eddb7292882bd7265149acf5b64764dba983382feb1d194d13ba93d90a513853',NULL,NULL,NULL);
INSERT INTO authorizations VALUES(7,'proves',X'd389a0128342085efbde4aa4147f73014208b3fa62ba95cc9767ead210d25a53','{"kind":"connect","offer":"salesforce"}','salesforce','Ann@Contoso.example','42',1790000000,1790000600,'awaiting_proof','{"kind":"awaiting_proof","account":{"address":"cleo@fabrikam.example.dev","name":null}}',X'28e1c700ab10a24db49fbf64d14b7018ac12287dcb857c4f8b98bbd636777b9c','2026-11',X'39740d5c8224868f5724953b8056bd246a8d88df341d742febeea1519aff6618647b3d329ef47b737bb5ceb868091d8c843a3039d8100c06b7a0ea454a05c64fda7f3ab3b993eb1864aa5c75a8b2e03612e4e3f3bc1ad78d5e437d759f8f5e52ed06ef2c8fbf4dd6fedf41f3da21015abde2086f1b23b35dd2166ab8245c5598ff0d56b2dce334093c1f9958a89c5ad3615d3c4443a6f06feca7312add9da051be0a04b1e5d92be5f05ad99205409f235310415eb5','2026-11',X'2ae86c169e393f68d5867ee084d696e6de9cba1ee5da49846014254f352f8dd0949fecb25bda5788ab029b3f69dea5556fd8554de6793d50236890d2a8a1cd4c1dc68ff95520debff47b46127bed0c6cbc0611414ad59e8d08a6c991a9f17ef455dbe594be07f4bebff49a71ccc1d69e685dc310312afdf0e64964b2f1ff3804806ae8128afb5e251db8ee025d6e73c3994abbd0593a01e322bc87fd590e3541e1f2dfaefd2bec0fbbeb0ac5a99b996b6f28bce38f9a0ca2b2d8e4c8fe090e1baf95db64aa6d440503222f62e1aaeca9bc5fe278dfd33b557a1510cceb116db35af82e5fa7bfd897a63c34a688e561319dece31dfa8d3a349b7b55cbead7d85a3af0492ba77cff21882f80f432c34eb2cc9cbf6f5eef3bc0dc0638c9ff40d9509468cb1a1323558e015cc204c3c1c9859c49942301ed430d04337c94f55c331df073ee10bb4ca62e58632ae817cde46986b7545eaa902a9a758d18e8f046dd2939a06839cfb1ec50a73b230b2e063ff119facb15e79519bc6f51a6b30ec49f598a876b4c776baf2db90a97db92a901f9d9e716ae0428',NULL);
CREATE TABLE engine_keys (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    key_hash   BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO engine_keys VALUES('engine-1','mail sync',X'04dcad36ab237d661e6ae66e00c5978b239ed1f6a8455f484983d10090058a25',1790000000,NULL);
INSERT INTO engine_keys VALUES('engine-2','the old one',X'55214c0d68474e3ff3c3a4e335a5fe4e00dce849cb2c727acd09994d80121526',1790000000,1790000009);
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE UNIQUE INDEX connections_by_person ON connections (person, purpose);
CREATE UNIQUE INDEX connections_by_identity ON connections (issuer, subject, purpose);
CREATE INDEX connections_by_due ON connections (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX authorizations_by_session ON authorizations (session_hash, seq);
CREATE INDEX authorizations_by_deadline ON authorizations (deadline_at);
COMMIT;
