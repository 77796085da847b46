-- An SQLite store as version 0.1.0 left it before its first release (migration 7). Frozen; earlier_version.rs tells its content.
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
INSERT INTO _sqlx_migrations VALUES(1,'first','2026-11-30 03:46:08',1,X'257848154c13b1c304035e752d0d74c7da387ef5d786bd938ee95976ed07e1c3b14c390c668ba564f292e9c3ba94a4b5',0);
INSERT INTO _sqlx_migrations VALUES(2,'change','2026-11-30 03:46:08',1,X'd4aa23319f9de4d13ee63d1ee1f423d1f2d04c426c705f6ac00225d0a6fbae723549dabd65546e9a968ffbcbefaf74e6',0);
INSERT INTO _sqlx_migrations VALUES(3,'alive','2026-11-30 03:46:08',1,X'1d92bd35b91eb658f144801aef4d17a4466a03e4297dea0e7c1216fa1011f2cef08558ef3c63aa843bb6f6dbc8a7219a',0);
INSERT INTO _sqlx_migrations VALUES(4,'verified','2026-11-30 03:46:08',1,X'ce2affed25198dfb27df6f3eb6b8a1f75f3d75ee224426e36632b1f4769c3f54d3c89bf5d3aa8468d81f28e9b3de87e9',0);
INSERT INTO _sqlx_migrations VALUES(5,'openings','2026-11-30 03:46:08',1,X'09f825dfee6d02bc94e9b7d9589cbdd4e2427eff4dbf54dcb53df93a2c09f5da03a2d060dc3477e414e7fe52fdb1a83b',0);
INSERT INTO _sqlx_migrations VALUES(6,'password tries','2026-11-30 03:46:08',1,X'4947e3e8eec649e4e2f9632603fa256124de4a4e27548ebcaf07c0316ae470edfb1e86546ab099712a084c22c704b2f1',0);
INSERT INTO _sqlx_migrations VALUES(7,'owner shown','2026-11-30 03:46:08',1,X'6eeb62c7f3f6f80df47a4446c8e511969f95d923cb628822095a9f4d0f8566f0b8251e03b4b1b313131c4b5d2e0f8b75',0);
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    person     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
, scope TEXT, let_in_at INTEGER) STRICT, WITHOUT ROWID;
INSERT INTO sessions VALUES(X'f02fd8a31be682dfbe2669c24cb9a0618c21af06fce84474f0137c4df10c0e2c','564bc287-1a29-4282-b399-ba707e54b7e4',1800000000,1802592000,NULL,NULL);
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
, site TEXT, opening INTEGER NOT NULL DEFAULT 0, opened_by TEXT, asked_until INTEGER, asked_from TEXT, tries INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO authorizations VALUES(1,'ce94f979-8644-4c85-86f4-1e9deb8d922f',X'f02fd8a31be682dfbe2669c24cb9a0618c21af06fce84474f0137c4df10c0e2c','{"kind":"connect","offer":"microsoft"}','microsoft',NULL,'',1800000000,1800000900,'succeeded','{"kind":"succeeded","connection":"b603bea1-c7ef-426f-917c-8c18bc7360a8"}',X'19f3aaf55bf5abb7ffad5f407eb9573107a7f52fb0d1ad2ec1a037d66803bda9','k1',X'b2b9f8fc046c0b8801586120fde1fb7d60c255fc3eb14b4eeeb79b1a3785764b5dc201a618f135dea0b65085bee9090a44d91357354a4c8e9d68559f2a1989167a949da7b06651036f90b45ddc8ecf85fdfac64ae704c858968ad1c78a71f5fb8c57b01a9ce974a2e106235eb8c0f0d53d9d2ca67565816263b4e17bc8ec660b182982392bc8a72e47d19a5931e7b8757114b7bb0c82ab1170b316a12fc03ff5c5d081b35748d817be064b7e3a23b440cb709733d5f378862f6b61620d7d13d1193ded5b1fc6d1fa084dcfb377dbd9f7483fc5ca71ecd655e14b7ab7cd949159810b25ae5a59a86629b171fc8155642488e6014ad830be8e7f0b9610d9778fbcdea98c06cb76578052090b44498d00ed251b362734829e339256ce63836ca060a6cd5fe49b415affc11ea5fc8f3742509bda17207c86924520ff15ba46d9aa83bac3b9db6f7f53f513ab81120b0f56536da736e54aeaa6476f3f2f9d86d6a3e3d72f7356187e7834ac64d35b3f588ca7b701c8c93dc92bf1ca633c962f13b19ba7ac09d2f6cd52062ccc5d2365fd9340cfc6ca144422cc12642f7a1167e5aa9f6356f0d55066ffa9a73177a5ff90e5578c58e17a55ad278aefc3c53bca72b9b01c7580c3cc9459d3116f265a6ac90c31ead06b92ad763be5156e752a0104947fa5fa5807b9e88e3383aec4505f09dfe3416707c6f84a283c39b67c0ee5fd36569c58f6b07fa3055a4907e95999aab54f149cea24c7f21232fafdf7904ce6db61bda3b37b59bfab434cd2fa8e1e6f0a521aab06095de6865999e4a30c74d07c730b4949c818cb833369b2640b0da63e991e4594b135d1a2300dfb54104ffdf4d534d296bef27f9c5b89df76d6fc55066dcac130176bba773219244096213fd744595c2d86e24716982c2d803c28822dad48197b9724817da5682a3d5e349793c192ae69612698a5d949aff2843674f49ac66b06fdcf9af9ea7d4956fb0750c813f2da242ccd0e173157aa1cb8e398d7aa160663454fb4b724edd21b254e742dce98d5cf235fc0bee0ce5526cf6b17635ace64b72f34bbfd9cb9bc055593849f8597df350a512092fd19504da8623ef078a9656c34d933c9f470d83e91b42f7e157b34b1519ea0aecec9bb756f1f9c9b648e7d5810a777f0159f36dbc1faf754672c73f28fcac3b242b3e4dc4c0414c70cb1060e78b9a4ff4acd0ddc1eeaa3a18026537717fcc4c130378154cefadea5e272beb546759f5705d3cb37f40b8a51c855cc44b87f2f98c594e19e4a6bc410e51c616780d028a7f1bfadf74a8cd13c01115df565ca92f0e35f5dbc74a6fea85cf701e3cae39f09afb4012f65a616b2861fe530b4374913e757b2e7087ac7f3b9a29cef2722a0492bae60543e841287626b2c34cef3e0c525b7f4b9ed83c16a46a5a37d503cf1bc5f31a6d7d30e7a3284503e8677e1cd4fc5252e609a81e47751de31eebc1ab3209edf1093',NULL,NULL,NULL,1,'key',NULL,NULL,0);
INSERT INTO authorizations VALUES(2,'00000000-0000-4000-9000-000000000000',X'6a979d3aa72f7e4ee5e64bde08b169284bdf1b1e6b5948ebb2ae5571152e361e','{"kind":"connect","offer":"server"}','server',NULL,'',1800003600,1800003600,'succeeded','{"kind":"succeeded","connection":"00000000-0000-4000-8000-000000000000"}',X'12ad83b40309313b0a39224d7cf915a1557ea138442967249e72cb017f73cd9a','k1',X'ba58e8c5faf84f2d1bc8e8e9c4ce6f4955b09a37e881e2db64a273d7a2a4b49da786c2b8b6bbfdf9',NULL,NULL,NULL,0,NULL,NULL,NULL,0);
INSERT INTO authorizations VALUES(3,'912d6a0a-e3a7-41d8-b97a-663a373a9e89',X'f02fd8a31be682dfbe2669c24cb9a0618c21af06fce84474f0137c4df10c0e2c','{"kind":"connect","offer":"microsoft"}','microsoft',NULL,'',1800003600,1800004500,'waiting','{"kind":"waiting"}',X'975075dae2e9c0ac95c30864f598ed6d15c44f22be33d904e49082bce9fda06c','k1',X'443ece157cad84dc065f21fb3bad19e81ddf8db9cea4235d5d4e7cc3e18f3581a7dc5092c21c4a1f',NULL,NULL,NULL,0,NULL,NULL,NULL,0);
CREATE TABLE engine_keys (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    key_hash   BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
, scope TEXT) STRICT, WITHOUT ROWID;
INSERT INTO engine_keys VALUES('e66311c9-0627-4e9f-bfeb-6ed5610deb54','the engine',X'b27224c95d22968370f6a642b9b9ab67e4afb138d2d645395f875ddd499095f0',1800000000,NULL,NULL);
CREATE TABLE IF NOT EXISTS "connections" (
    id                TEXT NOT NULL PRIMARY KEY,
    person            TEXT NOT NULL,
    purpose           TEXT NOT NULL,
    offer             TEXT NOT NULL,
    site              TEXT,
    api_url           TEXT,
    issuer            TEXT NOT NULL,
    subject           TEXT NOT NULL,
    address           TEXT NOT NULL,
    -- The address in small letters, to look it up by.
    address_key       TEXT NOT NULL,
    name              TEXT,
    remind_before_end INTEGER NOT NULL,
    health            TEXT NOT NULL,
    health_since      INTEGER,
    health_reason     TEXT,
    health_reference  TEXT,
    health_missing    TEXT,
    health_attempts   INTEGER NOT NULL,
    challenge         TEXT,
    last_working_at   INTEGER NOT NULL,
    refreshed_at      INTEGER NOT NULL,
    access_expires_at INTEGER NOT NULL,
    ends_at           INTEGER,
    due_at            INTEGER,
    generation        INTEGER NOT NULL,
    rejections        INTEGER NOT NULL DEFAULT 0,
    rejected_at       INTEGER,
    created_at        INTEGER NOT NULL
, verified TEXT, verified_generation INTEGER, owner_shown INTEGER NOT NULL DEFAULT 1) STRICT;
INSERT INTO connections VALUES('b603bea1-c7ef-426f-917c-8c18bc7360a8','564bc287-1a29-4282-b399-ba707e54b7e4','mailbox','microsoft',NULL,NULL,'http://127.0.0.1:44871/microsoft/c0570500-0000-4000-8000-00000000c057/v2.0','00000000-0000-4000-8000-000000000001','ann@contoso.example','ann@contoso.example','Ann Able',1,'needs_sign_in',1800003600,'sign_in_ended','AADSTS50173, f4d18dbb-badf-4072-a048-d47b35796fd5',NULL,0,NULL,1800000000,1800000000,1800003600,NULL,NULL,0,0,NULL,1800000000,'address',0,1);
INSERT INTO connections VALUES('00000000-0000-4000-8000-000000000000','person 0','mailbox','server',NULL,NULL,'http://token-server.example','s0','s0@sample.example','s0@sample.example',NULL,1,'working',NULL,NULL,NULL,NULL,0,NULL,1800003600,1800003600,1800007200,NULL,1800005400,0,0,NULL,1800003600,'address',0,1);
CREATE TABLE IF NOT EXISTS "grants" (
    connection TEXT NOT NULL PRIMARY KEY REFERENCES "connections" (id) ON DELETE CASCADE,
    key_id     TEXT NOT NULL,
    sealed     BLOB NOT NULL
) STRICT;
INSERT INTO grants VALUES('b603bea1-c7ef-426f-917c-8c18bc7360a8','k1',X'eff902d534b1c0193d34253e686baff2acf2cb5e5d64bafd9eed41e58c468239e881c7ecc78483a4eba5e70af57643c900a0478a37444165f50d9b1ac9355af26acfb21bdcff0e58b463613fcbe6fd2e0fd26342aa54c21918a65e2d68b83c05c976047b2f80d10a6455cd68eee1ab751097ad0909476af41870f948ef7739fb7120d2b062869a3df072fa411dc67c553498d4ba6b7503fcd7883c99ee141c82c0c54b4c8c94bb07706afea2fb2932cdf9f540067eee86a75893612bfdec3241805d097df32885dece6cb1f5b90dc32a74b896079833e0e4a1364f80069e727808c7d2c2ea1d4c31a1dcd116ee1104253a59ce8be4c5c1e8e84e98c979d50d98a63f0a1f042813488e38502c5a3fb14d72b925c0056b6bd999f38135ee74523bf585de4e2b325bff50ea74d0136b1271864d5ddf64928ce356eff5cd03bf4461d93a7ff644f1a0fa039aeb6b0309f1a8162d04d2bf9c94147eebdbf1f697d0a4e9d0cb9565c2695d40337fd55f8ae512c4cdc4f4aeb5cd85381812475fdc0aa90bb23c960b159adf94bfbff441aead512d612de6bd202030b865ef55bf84273518ead6cedd48e3ead2b1547ddb9f4856c1749bd3ebe33af95288d8d2f18fb52f67caeb7726a31d59954a4f7ec0ce17d180347635388dff4abf62f2fd1da5ff26b0bfe59e452c76603a65db0ed9b11b9e1a1dbdd02617d2871901b55faa7a8df7ed8c96dbfb037eb029d543c6f3dbc61c279320f0f1f8cb90d683c39adc1682d256436641808e55099479d94ebe571810e7f825f8039f553d22db8d1b94b67ad821a91ad0de298b3e34a69519cd00ed63786689a2b15970da3e2c48137233da7261d3c641a091be053f4baba2df89585f755635e57ba5979e21e339bc4056fd637277d18f2e1f5d4bb0fb1d33aae3394d6f079da2059240add309537ad96228edf8f81d21a5563b83db68d218469b08738d93bb134c377d3fd017f5f268addd6b6a792f5c905d4382003270ef3e89b8ecb5c4d43f426752ff5bf65f05a76293c03df391a3121a0a181703cbb6d20ce89b7d14e151da7b9950d2c651f81b1b3352f676d94a19787deb69e023953514d8167cb2c3dad0e23cd6795705f9511966074c152bfc92995a06b9c32a3319890cea63229961ef4e7110d318559dfecd03d056494f45c0526b91d4fd29e4b6d01cdbf1ee6ae0652608b795aa2cb80eae92e2a0a9a945186bfcdf8bdeb1b0f4757e7cb278d3e05cca280de1b641fccb7818e2f7a8c3404d41dc0c5c0acad17c7b8ab544a008cca7ff2b39e1d1daf9866dee880fd70d95cd2e429103b0fd51c5b87327978503d76c19d46e1b11f8ae76451bcf4fcc793e93a480e71b7d19c5d9d0db9289f8a6d0c53228f3b32b31f32f6bcff666827f5fea0bc020e2ef9d7dd91c3b72fa80fbf54e6d2d45de3abda29f8be73bc17805d9765719f5ffd7c31a47ea602e7909fd72e6e98a5774b9ff3f4762c6cd7c4b9cb2f6234a773f7e99dd147292606f2ab049ba8f07dcc61ba83b07f4f0d2575fb7a3c455fae8a5b421eda8adaf7d39e63cf0dcea82ed611a8bfa5d27eef95a0856d893a6d113b382d586a1471508c85b812581617515f3c5847bc0852d9dc863f9d14838ea3f1bb4959c192a44049fc3ff1f56d90025d5c7b41fac43527b0a96e12416211d622fa0ee4a083dfd311415edf8a9c79afc6d28a20f993796389a459348601dc23628f0b695f84c23293688f93096cb04a11cbacbcba2188ca52fd895a8dcf15201173dc498afa53e8c9e8b78fb047541e61f8577ad35446eadf72eb2145b3d0a14851c9bed558721042a6b5fd8a6a7ba91b9215ccb5f3dfd331d2fb5d32d7c22114b0466ea590d6268c11acfb6c7325efdfea1d4ab2f407c4653009a4581572c24c51a99cbb97c136811a984bc18365e8cd4f6427b26e68d8f6bdc756d29ad83ea5faf0d894744f9f496d4bafc46843abfc73c9ea8fd16f398b1423730e3503b58e08f887b08a3ec6e5887a449208114ac457af05c840a43630e66af3ae8d84d776c0b78c81903994ecc11965a94435f38d9a2f3bbf7a9e40a9f2f8f17248332c427e42b46afe7d44d638b639c03342a80c74c9bc5bacf5d86e0220a72b28cf2ba6883c36a9093cadb9843080aed7a4efcbea9ebeb14be83f44fefa3b2f58822929c34f24814d953e880319b50832215ab34765772fc563ba4400bfa63bb2ba3257d1b5f26d4d8b84e4f429e6fd619cdccd3d8974500f97f29e5143128466a367612c274fcd5de744f84acb419485222a61b215229a352d274409d66964d42ee92d1aed044d8400efcade417d81f42cd87d0414f3e8617b2b5dcf4dfb231249cb023d4a059c861ef5294ba5fe8daae9045ea4d78534c288c4602d464596ae9d4480fcba1db34ff935b7dcc3302eb3936192a14e52afdfe825b5b37187ea15d420885df2da14bd7c6d09b0167f0197e0d17cb0844a0dae779703ef1760390aed8b7a58ddcc41b7a246b8ba60b373de7293bd945214c5403eb16a2c81365a76f39ed052b6702e5f26f025dd8f8e76a89cc5b63fba0d52fb55629c50df3007c3475643a62bf0fb67fd62464bc86296b46d00b88ff468d9013c00d328d1703599a6159deb8c22ec996e1837175751864db730ee0681df68226265b6750f3fceda755cc17cf364ef8ccd90db42846d77fd3b2593d4dadb443b2f0d489ad92514c6fb93b5d8b2e42e3c90d3d9a3ef8ea90ed38ca9451927b6c2358ef31a7054e3bc22621bddeeb4e78efbb026cc50a7a9185f5078fee3e2d71ec861d982d19e8193d5ee757fee679ebca7d3f9c3cafbf15e3d72f52021086d204421575affb45fa667d9eccb22d8cae5e8a8d8ce9970eee2f388dd650891174eb2585640db4141048e199b8ef1a06fb59fae5ca0696dd9dcce71800c1b0b6e42ac0c86b4c4a2a094bcaae0b39448db8f2594f2a8f60854dc1e1ce7d1927e9d15c5170010ee9b19a5135ce8503b4c1f005a96af8f6a3d5f7956901a8250bd5c3e7e6f3a341082a3c324dcf5d505767edcbe183141a4e7e7557bf77a3df685ed67bcf191fc94b20f394b93ff34be7a382d39e9fca0e038c427e615332f5f04b46a0fb0543c4452eac755a7717e8e4f30792a85dab662358a54f313692630b939c2805d55904fd500b523bff88f17a78068c056af227092b3bcfbd98a7560df1feabc741e24c4ea24b91b05208e5cc0e7e76b7bad19a7597bfb09dee3269aa0d67cbf60fd7c3f27908afb13833972e1b87691749d66d29b6a213f2b9faa7de2a06fa421f6ce84a1733e96df6d7e84061a2ca39e872e35314586dd5e580007c81cae58ce56dd4d5052faf98e6e29b97c39d38d060e457d5603c691a4d765f715cb91c212738493b936197531ab38a9f839dbe0416ad343a30e945770cc714cd008bccecbedc1583fef58abee701fe01935c45aef9c1d9f558ddfee326d51542d4f3cc4860613c39fd3d4264f1724bfa441e30e9d3a98eb7d9ed7bb997c944a31d28f7e4e6a84197aca9eb88404d9396f0574b997008a6e087f3d4c983f39c1f167aa4ff63a46c69bfbf8acea8cbfaf695413c9227db9ab0a4aada77394b6a9045efeb139a246873302ec050cd5ae12f19e68f55064a077965cced5038c318af98246a616a60fa3a0abfd141ce4e5d3ea953233dc14ae2');
INSERT INTO grants VALUES('00000000-0000-4000-8000-000000000000','k1',X'de149b0fa2b5ab467ff4a1c576fded617fc0f26026bfbe96fba3f321724d220d1e6b0bfe63742dbd63dace3a281c091d4b38ca16af5878e6ff7a031c28e3629e7cd8bc5088ff971ff82905734869245944443597e896863f88d32d5443bc2f346d49d4a5bb3cd5a7e0d9628f60dcf6e4ff631aae1f0885cac0eaddb4ae8e61c454f8f4736a50084441bbd32225eb5501ec1a1a78d9e2a4f583c903eae237dd2c938844f0469b9740bea498511170166d66fada7d35b6da9c47d8daf716ce9bc2141f7af278272aebd8da9e1e84c8ab5cdbf25a72565b450629644cd170693b41fac70dc940c3240ffd10177cf08c95c8141de9e00d36b30e526b0db3a93362d8f18bccc4c4fd18ac4d3342654439cf8636ce0a139ccb33fc41f67eff4e08de9d7b78412288df45645afb291f1e59485a4e05bc34276d56d90c765f4f');
CREATE TABLE leases (
    fence       INTEGER PRIMARY KEY AUTOINCREMENT,
    connection  TEXT NOT NULL UNIQUE,
    until       INTEGER NOT NULL,
    -- Whether the claim before this one ended by time.
    interrupted INTEGER NOT NULL
) STRICT;
CREATE TABLE journal (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    at         INTEGER NOT NULL,
    actor      TEXT NOT NULL,
    actor_id   TEXT,
    kind       TEXT NOT NULL,
    connection TEXT,
    address    TEXT,
    name       TEXT,
    reason     TEXT,
    detail     TEXT
) STRICT;
INSERT INTO journal VALUES(1,'5de136cc-b855-4078-8c17-ee039f3841f0',1800000000,'person','564bc287-1a29-4282-b399-ba707e54b7e4','connected','b603bea1-c7ef-426f-917c-8c18bc7360a8','ann@contoso.example','Ann Able',NULL,'{"offer":"microsoft","purpose":"mailbox","site":null,"verified":true}');
INSERT INTO journal VALUES(2,'000e6881-d1e2-4f7e-b940-816457c46870',1800000000,'administrator','ann''s administrator','engine_key_created',NULL,NULL,NULL,NULL,'{"key":"e66311c9-0627-4e9f-bfeb-6ed5610deb54","name":"the engine"}');
INSERT INTO journal VALUES(3,'7669964a-ddea-4aa1-b54b-ce5d61ce1f12',1800003600,'endpoint',NULL,'needs_sign_in','b603bea1-c7ef-426f-917c-8c18bc7360a8','ann@contoso.example','Ann Able','{"code":"sign_in_ended","reference":"AADSTS50173, f4d18dbb-badf-4072-a048-d47b35796fd5"}','{"offer":"microsoft","purpose":"mailbox","site":null,"verified":true}');
CREATE TABLE deliveries (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    entry        INTEGER NOT NULL REFERENCES journal (seq) ON DELETE CASCADE,
    channel      TEXT NOT NULL,
    target       TEXT NOT NULL,
    connection   TEXT,
    state        TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    due_at       INTEGER NOT NULL,
    fence        INTEGER NOT NULL,
    leased_until INTEGER,
    ended_at     INTEGER
) STRICT;
INSERT INTO deliveries VALUES(1,1,'webhook','engine','b603bea1-c7ef-426f-917c-8c18bc7360a8','waiting',0,1800000000,0,NULL,NULL);
INSERT INTO deliveries VALUES(2,3,'webhook','engine','b603bea1-c7ef-426f-917c-8c18bc7360a8','waiting',0,1800003600,0,NULL,NULL);
INSERT INTO deliveries VALUES(3,3,'mail','ann@contoso.example','b603bea1-c7ef-426f-917c-8c18bc7360a8','waiting',0,1800004200,0,NULL,NULL);
CREATE TABLE links (
    token_hash BLOB NOT NULL PRIMARY KEY,
    connection TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE opening_keys (
    key_hash   BLOB NOT NULL PRIMARY KEY,
    attempt    TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE password_tries (
    seq          INTEGER PRIMARY KEY AUTOINCREMENT,
    attempt      TEXT NOT NULL,
    budget       BLOB NOT NULL,
    counts_until INTEGER NOT NULL,
    judged       INTEGER NOT NULL
) STRICT;
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('journal',3);
INSERT INTO sqlite_sequence VALUES('deliveries',3);
INSERT INTO sqlite_sequence VALUES('leases',1);
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE INDEX authorizations_by_session ON authorizations (session_hash, seq);
CREATE INDEX authorizations_by_deadline ON authorizations (deadline_at);
CREATE UNIQUE INDEX connections_by_person ON connections (person, purpose);
CREATE UNIQUE INDEX connections_by_identity ON connections (issuer, subject, purpose);
CREATE INDEX connections_by_address ON connections (address_key);
CREATE INDEX connections_by_due ON connections (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX connections_by_health ON connections (health) WHERE health <> 'working';
CREATE INDEX grants_by_key ON grants (key_id, connection);
CREATE INDEX journal_by_time ON journal (at);
CREATE INDEX deliveries_by_entry ON deliveries (entry);
CREATE INDEX deliveries_by_due ON deliveries (due_at) WHERE state = 'waiting';
CREATE INDEX deliveries_by_connection ON deliveries (connection) WHERE state = 'waiting';
CREATE INDEX links_by_connection ON links (connection);
CREATE INDEX links_by_end ON links (expires_at);
CREATE INDEX authorizations_by_secrets_key ON authorizations (secrets_key, id);
CREATE INDEX authorizations_by_pending_key ON authorizations (pending_key, id) WHERE pending_key IS NOT NULL;
CREATE INDEX sessions_by_person ON sessions (person);
CREATE INDEX deliveries_by_receiver ON deliveries (lower(target), ended_at) WHERE channel = 'mail';
CREATE INDEX opening_keys_by_attempt ON opening_keys (attempt);
CREATE INDEX opening_keys_by_end ON opening_keys (expires_at);
CREATE INDEX password_tries_by_budget ON password_tries (budget, counts_until);
CREATE INDEX password_tries_by_attempt ON password_tries (attempt);
CREATE INDEX password_tries_by_end ON password_tries (counts_until);
COMMIT;
