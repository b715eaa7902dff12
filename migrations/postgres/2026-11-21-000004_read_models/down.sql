DROP TABLE promise;
DROP TABLE concern;
DROP TABLE answer;
DROP TABLE ask;
